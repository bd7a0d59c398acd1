package dev.escriba.security.boundary;

import dev.escriba.problem.entity.Problem;
import dev.escriba.web.control.CrossSite;
import dev.escriba.web.control.ProblemBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Answers an unauthenticated request in the error shape of the API. A 401 lists the accepted authentication schemes.
 */
@ApplicationScoped
class Refusal {

    @Inject
    ServerLogin server;

    AuthenticationStatus answer(Problem problem, HttpServletRequest request, HttpServletResponse response) {
        if (problem.status() == 401) {
            response.addHeader(
                    "WWW-Authenticate", "ApiKey realm=\"escriba\", header=\"" + CallerMechanism.KEY_HEADER + "\"");
            // a key is accepted as a bearer token too
            response.addHeader("WWW-Authenticate", "Bearer realm=\"escriba\"");
            // without this condition, a browser would ask the user for a password when the session of a page has ended
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
