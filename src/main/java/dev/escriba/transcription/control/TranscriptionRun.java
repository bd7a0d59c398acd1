package dev.escriba.transcription.control;

import dev.escriba.media.control.AudioStore;
import dev.escriba.media.control.MediaDecoder;
import dev.escriba.media.control.MediaProbe;
import dev.escriba.media.control.OpenRecording;
import dev.escriba.media.entity.Recording;
import dev.escriba.media.entity.Upload;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.Caller;
import dev.escriba.speech.control.Admission;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.SegmentListener;
import dev.escriba.telemetry.control.RunRecord;
import dev.escriba.telemetry.control.RunRecords;
import dev.escriba.transcription.entity.RunRequest;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** One run, from a received upload to a result that is stored and charged. */
@ApplicationScoped
public class TranscriptionRun {

    @Inject
    WorkInProgress work;

    @Inject
    Models models;

    @Inject
    SpeechRecognition speech;

    @Inject
    MediaProbe probe;

    @Inject
    MediaDecoder decoder;

    @Inject
    AudioStore audioStore;

    @Inject
    IdempotentReplays replays;

    @Inject
    RunRegistration registration;

    @Inject
    RunExecution execution;

    @Inject
    RunRecords records = new RunRecords();

    /**
     * Transcribes the upload, or returns the earlier result of the same claim. When this method throws, the instance is
     * FAILED and the caller owes nothing. If the database is unreachable, the instance becomes FAILED when its
     * lease has expired.
     */
    public TranscriptionResult run(Caller caller, TranscriptionCommand command, Upload upload) {
        return run(caller, command, upload, SegmentListener.NONE);
    }

    /**
     * Transcribes the upload like {@link #run(Caller, TranscriptionCommand, Upload)}, and tells each segment as soon as
     * it is final. A listener that throws ends the run: it is FAILED, and the caller owes nothing.
     */
    public TranscriptionResult run(
            Caller caller, TranscriptionCommand command, Upload upload, SegmentListener listener) {
        return run(caller, command, upload, RunListener.of(instance -> {}, listener));
    }

    /**
     * Transcribes the upload like {@link #run(Caller, TranscriptionCommand, Upload, SegmentListener)}, and tells the
     * instance too, before the first segment.
     */
    public TranscriptionResult run(Caller caller, TranscriptionCommand command, Upload upload, RunListener listener) {
        return run(caller, command, RecordingSource.of(upload), listener);
    }

    /**
     * Transcribes a recording like {@link #run(Caller, TranscriptionCommand, Upload, RunListener)}. It is opened when
     * the run has its place. The caller closes it.
     */
    public TranscriptionResult run(
            Caller caller, TranscriptionCommand command, RecordingSource source, RunListener listener) {
        work.enter();
        try (RunRecord record = records.begin()) {
            try {
                return run(caller, command, source, listener, record);
            } catch (RuntimeException | Error e) {
                record.failed(work.isCancelled() ? RunFailures.STOPPED : RunFailures.reason(e));
                throw e;
            }
        } finally {
            work.leave();
        }
    }

    private TranscriptionResult run(
            Caller caller,
            TranscriptionCommand command,
            RecordingSource source,
            RunListener listener,
            RunRecord record) {
        AiModel model = models.required(command.modelId());
        record.model(model.name());
        if (!caller.mayUse(model.id())) {
            throw Problem.at("ModelId", 403, "model.forbidden");
        }
        Optional<TranscriptionResult> earlier = replays.replay(command, record);
        if (earlier.isPresent()) {
            listener.begun(earlier.get().instanceId());
            return earlier.get();
        }
        source.require();
        command.options().languagesOf(model, "languages");
        speech.requireReady(model.engine());
        if (models.fallbacks(model).isEmpty()) {
            speech.requireAnswering(model.engine(), model.id(), caller.accountId());
        }
        try (Admission.Place place =
                work.cancellably(() -> speech.admit(model.engine(), Optional.of(model.id()), caller.accountId()))) {
            return run(caller, command, model, source.open(), listener, place, record);
        } catch (InterruptedException stopping) {
            throw Problem.unavailable();
        }
    }

    /** The run has its place before its media is opened, and keeps it until it ends. */
    private TranscriptionResult run(
            Caller caller,
            TranscriptionCommand command,
            AiModel model,
            Upload upload,
            RunListener listener,
            Admission.Place place,
            RunRecord record)
            throws InterruptedException {
        OpenRecording opened = work.cancellably(() -> open(model, upload.ownedBy(caller.accountId())));
        try (RunAudio audio = new RunAudio(decoder, audioStore, opened)) {
            Recording recording = opened.recording();
            work.<Void>cancellably(() -> {
                speech.expect(place, recording.claimed(), opened::close);
                return null;
            });
            return run(new RunRequest(caller, model, command, recording), audio, listener, place, record);
        }
    }

    /** A model on another server reads the audio late or never, so that no decoder waits for it. */
    private OpenRecording open(AiModel model, Upload upload) {
        return model.engine().equals(AiModel.EMBEDDED) ? probe.open(upload) : OpenRecording.of(probe.probe(upload));
    }

    private TranscriptionResult run(
            RunRequest request, RunAudio audio, RunListener listener, Admission.Place place, RunRecord record) {
        StartedRun run;
        try {
            run = registration.begin(request, audio, place, listener::check, record);
        } catch (RuntimeException e) {
            // of two equal requests at the same moment only one can begin; the other returns its result
            TranscriptionResult result =
                    replays.replay(request.command(), record).orElseThrow(() -> e);
            listener.begun(result.instanceId());
            return result;
        }
        try {
            listener.begun(run.instance());
            TranscriptionResult result = execution.execute(run, place, listener);
            record.succeeded(result.language().orElse(null), result.duration());
            return result;
        } finally {
            registration.end(run);
        }
    }
}
