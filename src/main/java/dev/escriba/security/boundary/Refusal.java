package dev.escriba.security.boundary;

import dev.escriba.problem.entity.Problem;
import dev.escriba.security.bearer.BearerTokens;
import dev.escriba.web.control.CrossSite;
import dev.escriba.web.control.ProblemBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Answers a request that nobody signed in for, in the one error shape; a 401 says what would have been a way in. */
@ApplicationScoped
class Refusal {

    @Inject
    BearerTokens tokens;

    @Inject
    ServerLogin server;

    AuthenticationStatus answer(Problem problem, HttpServletRequest request, HttpServletResponse response) {
        if (problem.status() == 401) {
            response.addHeader(
                    "WWW-Authenticate", "ApiKey realm=\"escriba\", header=\"" + CallerMechanism.KEY_HEADER + "\"");
            if (tokens.isConfigured()) {
                response.addHeader("WWW-Authenticate", "Bearer realm=\"escriba\"");
            }
            // a browser would ask the person for a password in the middle of a page whose session has ended
            if (server.isConfigured() && !CrossSite.isOfPage(request)) {
                response.addHeader("WWW-Authenticate", "Basic realm=\"escriba\", charset=\"UTF-8\"");
            }
        }
        try {
            ProblemBody.answer(problem, request, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return AuthenticationStatus.SEND_FAILURE;
    }
}
