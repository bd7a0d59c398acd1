package dev.escriba.transcription.control;

import dev.escriba.problem.entity.Problem;
import dev.escriba.telemetry.control.RunRecord;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Answers a repeated request with the result of the first request that had the same idempotency key. */
@ApplicationScoped
public class IdempotentReplays {

    @Inject
    IdempotencyClaims claims;

    /**
     * The result of the first request, if the command has a claim and that request succeeded. The record of the run
     * names the first instance.
     *
     * @throws Problem 409 while the first request runs, 422 where the first request was a different one
     */
    Optional<TranscriptionResult> replay(TranscriptionCommand command, RunRecord record) {
        Optional<TranscriptionResult> earlier = command.claim().flatMap(claims::replay);
        earlier.ifPresent(result -> record.replayed(result.instanceId()));
        return earlier;
    }
}
