package dev.escriba.transcription.boundary;

import dev.escriba.web.control.AcceptedAnswer;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.UUID;

/** The JSON form of the answer to a request whose run waits. */
@JsonbPropertyOrder({"instanceId", "state"})
public record AcceptedView(UUID instanceId, String state) {

    static AcceptedView of(AcceptedAnswer answer) {
        return new AcceptedView(answer.instance(), answer.state());
    }
}
