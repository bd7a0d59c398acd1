package dev.escriba.transcription.boundary;

import dev.escriba.transcription.entity.AcceptedRun;
import dev.escriba.web.control.AcceptedAnswer;
import dev.escriba.web.control.RequestContext;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** The JSON form of the answer to a request whose run waits. */
@JsonbPropertyOrder({"instanceId", "state"})
public record AcceptedView(UUID instanceId, String state) {

    /** The answer 202, which names the instance of the run. */
    static Response answer(AcceptedRun run, HttpServletRequest request) {
        RequestContext.instance(request, run.instance());
        AcceptedAnswer answer = new AcceptedAnswer(run.instance(), run.state().name());
        Response.ResponseBuilder response =
                Response.status(AcceptedAnswer.STATUS).entity(new AcceptedView(answer.instance(), answer.state()));
        answer.headers(request).forEach(response::header);
        return response.build();
    }
}
