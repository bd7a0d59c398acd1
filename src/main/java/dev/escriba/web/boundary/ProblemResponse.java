package dev.escriba.web.boundary;

import dev.escriba.culture.entity.Culture;
import dev.escriba.problem.control.Problems;
import dev.escriba.problem.entity.Problem;
import dev.escriba.web.control.ProblemBody;
import dev.escriba.web.control.RequestCulture;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Turns an exception that a resource or the code below it throws into an answer in the error shape of the API. */
final class ProblemResponse {

    private ProblemResponse() {}

    static Response of(Throwable thrown, HttpServletRequest request) {
        Problem problem = problem(thrown, request);
        Culture culture = RequestCulture.of(request);
        Response.ResponseBuilder response = Response.status(ProblemBody.status(problem, request))
                .type(ProblemBody.MEDIA_TYPE)
                .header(HttpHeaders.CONTENT_LANGUAGE, culture.tag())
                .entity(ProblemBody.json(problem, request));
        ProblemBody.headers(problem, request).forEach(response::header);
        if (problem.status() == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "ApiKey realm=\"escriba\"")
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"escriba\"");
        }
        if (thrown instanceof WebApplicationException http) {
            // RFC 9110: a 405 names the allowed methods
            Object allow = http.getResponse().getHeaders().getFirst(HttpHeaders.ALLOW);
            if (allow != null) {
                response.header(HttpHeaders.ALLOW, allow);
            }
        }
        return response.build();
    }

    private static Problem problem(Throwable thrown, HttpServletRequest request) {
        // some JAX-RS implementations wrap exceptions that a filter or a stream throws while the body is read
        Optional<Problem> wrapped = Problems.in(thrown);
        if (wrapped.isPresent()) {
            return wrapped.get();
        }
        if (thrown instanceof ForbiddenException && request.getUserPrincipal() == null) {
            // some JAX-RS implementations answer 403 to an unauthenticated caller
            return Problems.ofStatus(401);
        }
        if (thrown instanceof WebApplicationException http) {
            int status = http.getResponse().getStatus();
            return status < 500 || status == 503 ? Problems.ofStatus(status) : Problems.unexpected(thrown);
        }
        return Problems.of(thrown);
    }
}
