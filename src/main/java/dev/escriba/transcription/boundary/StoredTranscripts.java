package dev.escriba.transcription.boundary;

import dev.escriba.problem.entity.Problem;
import dev.escriba.transcription.control.Corrections;
import dev.escriba.transcription.control.StoredInstances;
import dev.escriba.transcription.control.TranscriptRetention;
import dev.escriba.transcription.entity.CorrectedTranscript;
import dev.escriba.transcription.entity.InstanceSummary;
import dev.escriba.transcription.entity.TranscriptDocument;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The stored transcripts that the caller may read, with their corrections. */
@RequestScoped
class StoredTranscripts {

    @Inject
    ReadableInstances readable;

    @Inject
    StoredInstances instances;

    @Inject
    Corrections corrections;

    @Inject
    TranscriptRetention retention;

    /**
     * An instance that has ended.
     *
     * @param account the account that the request names
     * @throws Problem 404 where the caller reads no such instance, 409 where it waits or runs
     */
    InstanceSummary ended(String id, Optional<UUID> account) {
        InstanceSummary instance = readable.required(id, account);
        if (!instance.state().isFinal()) {
            throw Problem.of(409, "instance.running");
        }
        return instance;
    }

    /**
     * The transcript of an instance. Where only its text is stored, it is one segment.
     *
     * @throws Problem 404 where it is not kept
     */
    CorrectedTranscript required(InstanceSummary instance) {
        UUID id = UUID.fromString(instance.id());
        String text = instances.transcript(id).orElseThrow(StoredTranscripts::notKept);
        TranscriptDocument machine = instances
                .document(id)
                .orElseGet(() -> TranscriptDocument.ofText(
                        text,
                        Optional.ofNullable(instance.language()),
                        instance.duration().orElse(Duration.ZERO)));
        return new CorrectedTranscript(
                machine,
                text,
                corrections.of(id),
                instances.fileSha256(id),
                Optional.ofNullable(instance.transcriptStoredAt()).map(retention::deletedAt));
    }

    static Problem notKept() {
        return Problem.of(404, "instance.transcript-not-kept");
    }
}
