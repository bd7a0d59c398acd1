package dev.escriba.web.control;

import dev.escriba.culture.control.Messages;
import dev.escriba.culture.entity.Culture;
import dev.escriba.problem.entity.Problem;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes problems in the error shape of the API. */
public final class ProblemBody {

    public static final String MEDIA_TYPE = "application/json;charset=UTF-8";

    /**
     * Request attribute with the problem that the request is answered with. Some servers discard the body that is
     * written before a caller is authenticated, and call the error page. Logs and metrics read the attribute too.
     */
    public static final String ANSWERED = ProblemBody.class.getName();

    private ProblemBody() {}

    /** The JSON of a problem in the culture of the request. Stores the problem in the request. */
    public static String json(Problem problem, HttpServletRequest request) {
        request.setAttribute(ANSWERED, problem);
        return json(problem, RequestCulture.of(request));
    }

    /** Writes the whole answer, for requests that no resource answers. */
    public static void answer(Problem problem, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        byte[] body = json(problem, request).getBytes(StandardCharsets.UTF_8);
        response.setStatus(problem.status());
        problem.retryAfterSeconds().ifPresent(wait -> response.setHeader("Retry-After", wait));
        response.setHeader("Content-Language", RequestCulture.of(request).tag());
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static String json(Problem problem, Culture culture) {
        JsonObjectBuilder errors = Json.createObjectBuilder();
        problem.errors().forEach((field, message) -> errors.add(field, Messages.text(message, culture)));
        return Json.createObjectBuilder()
                .add("message", Messages.text(problem.message(), culture))
                .add("errors", errors)
                .build()
                .toString();
    }
}
