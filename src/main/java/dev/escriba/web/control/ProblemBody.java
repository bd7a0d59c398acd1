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

/** Writes problems down in the shape of the contract. */
public final class ProblemBody {

    public static final String MEDIA_TYPE = "application/json;charset=UTF-8";

    /**
     * Attribute of a request whose answer is this problem already: some servers throw away what was written before anybody has signed in, and ask the error page. It is also what
     * is counted and logged of the request.
     */
    public static final String ANSWERED = ProblemBody.class.getName();

    private ProblemBody() {}

    /** In the culture of the request, which is told what it is answered with. */
    public static String json(Problem problem, HttpServletRequest request) {
        request.setAttribute(ANSWERED, problem);
        return json(problem, RequestCulture.of(request));
    }

    /** Answers with it, where no resource does. */
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
