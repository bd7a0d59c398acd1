package dev.escriba.security.boundary;

import dev.escriba.culture.control.CultureChoice;
import dev.escriba.culture.entity.Culture;
import dev.escriba.problem.control.ProblemBody;
import dev.escriba.problem.control.Problems;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.bearer.BearerTokens;
import dev.escriba.security.control.ApiKeys;
import dev.escriba.security.control.SignOn;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.openid.OpenIdSignOn;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Authenticates by the header {@code X-API-KEY}, a bearer token, or the session of a person; answers 401 itself, so that nothing of an unknown caller's request is read. */
@Alternative
@Priority(Interceptor.Priority.APPLICATION)
@ApplicationScoped
public class ApiKeyMechanism implements HttpAuthenticationMechanism {

    static final String HEADER = "X-API-KEY";

    private static final String BEARER = "Bearer ";

    @Inject
    ApiKeys keys;

    @Inject
    BearerTokens tokens;

    @Inject
    OpenIdSignOn people;

    @Inject
    SignOn signOn;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        if (!context.isProtected()) {
            // health checks and the like are nobody's secret: no look-up, and no refusal
            return context.doNothing();
        }
        String key = request.getHeader(HEADER);
        String authorization = request.getHeader("Authorization");
        Optional<Caller> caller;
        try {
            if (key != null && !key.isBlank()) {
                caller = keys.findCaller(key.strip());
            } else if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
                caller = tokens.verify(authorization.substring(BEARER.length()).strip())
                        .map(signOn::caller);
            } else {
                AuthenticationStatus status = people.validate(request, response, context);
                return status == AuthenticationStatus.NOT_DONE ? refuse(request, response) : status;
            }
        } catch (Problem e) {
            return answer(e, request, response);
        } catch (RuntimeException e) {
            // no mapper runs in here
            return answer(Problems.of(e), request, response);
        }
        return caller.isPresent()
                ? context.notifyContainerAboutLogin(
                        caller.orElseThrow(), caller.orElseThrow().roles())
                : refuse(request, response);
    }

    private AuthenticationStatus refuse(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("WWW-Authenticate", "ApiKey realm=\"escriba\", header=\"" + HEADER + "\"");
        if (tokens.isConfigured()) {
            response.addHeader("WWW-Authenticate", "Bearer realm=\"escriba\"");
        }
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
