package dev.escriba.transcription.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.culture.entity.Message;
import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.entity.EngineFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordingProblemTest {

    @Test
    void theRecordingHasTheNameOfTheFieldOfTheRequest() {
        Map<String, Message> errors = new LinkedHashMap<>();
        errors.put("File", Message.of("file.undecodable"));
        errors.put("Prompt", Message.of("text.too-long", 5));
        Problem named = RecordingProblem.named(Problem.invalid(errors), "FileId");
        assertThat(named.status()).isEqualTo(400);
        assertThat(named.kind()).isEqualTo("file.undecodable");
        assertThat(named.errors()).containsOnlyKeys("FileId", "Prompt");
    }

    @Test
    void anyOtherProblemStaysWhatItIs() {
        Problem upstream = new EngineFailure(502, "remote-cut", Optional.empty());
        assertThat(RecordingProblem.named(upstream, "FileId")).isSameAs(upstream);
        Problem money = Problem.refused("insufficient_balance", "billing.insufficient-balance", 1, "USD");
        assertThat(RecordingProblem.named(money, "FileId")).isSameAs(money);
        Problem file = Problem.invalid("File", "file.undecodable");
        assertThat(RecordingProblem.named(file, "File")).isSameAs(file);
    }

    @Test
    void aRecordingThatTheModelDoesNotTakeIsAWrongField() {
        Problem named = RecordingProblem.named(new EngineFailure(413, "remote-too-long", Optional.empty()), "FileId");
        assertThat(named.status()).isEqualTo(400);
        assertThat(named.errors()).containsOnlyKeys("FileId");
        assertThat(named.kind()).isEqualTo("model.file-too-large");
    }
}
