package dev.escriba.security.boundary;

import dev.escriba.culture.control.CultureChoice;
import dev.escriba.culture.entity.Culture;
import dev.escriba.problem.control.ProblemBody;
import dev.escriba.problem.control.Problems;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.ApiKeys;
import dev.escriba.security.entity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Authenticates by the header {@code X-API-KEY}; answers 401 itself, so that nothing of an unknown caller's request is read. */
@ApplicationScoped
public class ApiKeyMechanism implements HttpAuthenticationMechanism {

    static final String HEADER = "X-API-KEY";

    @Inject
    ApiKeys keys;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        if (!context.isProtected()) {
            // health checks and the like are nobody's secret: no look-up, and no refusal
            return context.doNothing();
        }
        String key = request.getHeader(HEADER);
        if (key == null || key.isBlank()) {
            return refuse(request, response);
        }
        Optional<Caller> caller;
        try {
            caller = keys.findCaller(key.strip());
        } catch (RuntimeException e) {
            // no mapper runs in here
            return answer(Problems.of(e), request, response);
        }
        return caller.isPresent()
                ? context.notifyContainerAboutLogin(
                        caller.orElseThrow(), caller.orElseThrow().roles())
                : refuse(request, response);
    }

    private static AuthenticationStatus refuse(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("WWW-Authenticate", "ApiKey realm=\"escriba\", header=\"" + HEADER + "\"");
        return answer(Problems.ofStatus(401), request, response);
    }

    private static AuthenticationStatus answer(
            Problem problem, HttpServletRequest request, HttpServletResponse response) {
        Culture culture = CultureChoice.of(request);
        byte[] body = ProblemBody.json(problem, culture).getBytes(StandardCharsets.UTF_8);
        response.setStatus(problem.status());
        problem.retryAfter().ifPresent(wait -> response.setHeader("Retry-After", String.valueOf(wait.toSeconds())));
        response.setHeader("Content-Language", culture.tag());
        response.setContentType(ProblemBody.MEDIA_TYPE);
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return AuthenticationStatus.SEND_FAILURE;
    }
}
