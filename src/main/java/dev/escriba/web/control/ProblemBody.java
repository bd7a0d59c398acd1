package dev.escriba.web.control;

import dev.escriba.culture.control.Messages;
import dev.escriba.culture.entity.Culture;
import dev.escriba.problem.entity.Problem;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes problems in the error shape of the API that a request is for. */
public final class ProblemBody {

    public static final String MEDIA_TYPE = "application/json;charset=UTF-8";

    /**
     * Request attribute with the problem that the request is answered with. Some servers discard the body that is
     * written before a caller is authenticated, and call the error page. Logs and metrics read the attribute too.
     */
    public static final String ANSWERED = ProblemBody.class.getName();

    private ProblemBody() {}

    /** The status of the answer. */
    public static int status(Problem problem, HttpServletRequest request) {
        return Face.isOpenAi(request) ? OpenAiError.status(problem) : problem.status();
    }

    /** The headers of the answer that depend on the problem. */
    public static Map<String, String> headers(Problem problem, HttpServletRequest request) {
        if (Face.isOpenAi(request)) {
            return OpenAiError.headers(problem);
        }
        return problem.retryAfterSeconds()
                .map(wait -> Map.of("Retry-After", wait))
                .orElse(Map.of());
    }

    /** The JSON of a problem in the culture of the request. Stores the problem in the request. */
    public static String json(Problem problem, HttpServletRequest request) {
        request.setAttribute(ANSWERED, problem);
        Culture culture = RequestCulture.of(request);
        JsonObject json = Face.isOpenAi(request) ? new OpenAiError(problem, culture).json() : json(problem, culture);
        return json.toString();
    }

    /** Writes the whole answer, for requests that no resource answers. */
    public static void answer(Problem problem, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        byte[] body = json(problem, request).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status(problem, request));
        headers(problem, request).forEach(response::setHeader);
        response.setHeader("Content-Language", RequestCulture.of(request).tag());
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static JsonObject json(Problem problem, Culture culture) {
        JsonObjectBuilder errors = Json.createObjectBuilder();
        problem.errors().forEach((field, message) -> errors.add(field, Messages.text(message, culture)));
        return Json.createObjectBuilder()
                .add("message", Messages.text(problem.message(), culture))
                .add("errors", errors)
                .build();
    }
}
