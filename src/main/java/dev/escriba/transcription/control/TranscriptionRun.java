package dev.escriba.transcription.control;

import dev.escriba.billing.control.Prices;
import dev.escriba.billing.entity.Cost;
import dev.escriba.media.control.MediaDecoder;
import dev.escriba.media.control.MediaProbe;
import dev.escriba.media.entity.MediaFacts;
import dev.escriba.media.entity.Upload;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.Caller;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.transcription.entity.Execution;
import dev.escriba.transcription.entity.Instance;
import dev.escriba.transcription.entity.Order;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One run, from a received upload to an answer that is stored. */
@ApplicationScoped
public class TranscriptionRun {

    private static final String STOPPED = "stopped";
    private static final Logger LOG = Logger.getLogger(TranscriptionRun.class.getName());

    @Inject
    WorkInProgress work;

    @Inject
    Models models;

    @Inject
    MediaProbe probe;

    @Inject
    MediaDecoder decoder;

    @Inject
    SpeechRecognition speech;

    @Inject
    Prices prices;

    @Inject
    Instances instances;

    @Inject
    DataDirectory data;

    @Inject
    Clock clock;

    /** Transcribes; whatever is thrown, the instance has ended as FAILED and nothing is owed. */
    public Execution run(Caller caller, Order order, Upload upload) {
        work.enter();
        try {
            AiModel model = models.required(order.modelId());
            MediaFacts media = probe.probe(upload);
            // The hold of the most that this run can cost belongs here, in one transaction with the instance.
            Instance instance = new Instance(caller, model, order, media, upload.size(), data.node(), clock.instant());
            instances.begin(instance);
            return execute(instance.id(), model, order, upload, media);
        } finally {
            work.leave();
        }
    }

    private Execution execute(UUID instance, AiModel model, Order order, Upload upload, MediaFacts media) {
        boolean settled = false;
        String failure = "unexpected";
        try {
            RecognitionRequest request = new RecognitionRequest(Set.copyOf(model.languages()), order.prompt());
            Recognition recognition = work.cancellably(
                    () -> speech.recognize(model.engine(), request, () -> decoder.decode(upload, media)));
            Cost cost = prices.cost(
                    model.price(), recognition.duration(), recognition.promptTokens(), recognition.completionTokens());
            // Posting the cost and returning the rest of the hold belong into this same transaction.
            instances.succeed(instance, recognition, cost);
            settled = true;
            return new Execution(instance, recognition, cost);
        } catch (InterruptedException stopping) {
            // the flag stays down: the database is needed once more
            failure = STOPPED;
            throw Problem.unavailable();
        } catch (RuntimeException e) {
            if (work.isStopping()) {
                // whatever it is that failed first, it failed because all of it ends
                failure = STOPPED;
                throw Problem.unavailable();
            }
            failure = e instanceof Problem problem ? "problem-" + problem.status() : failure;
            throw e;
        } finally {
            if (!settled) {
                fail(instance, failure);
            }
        }
    }

    /** Returning the whole hold belongs here. A database that fails too must not hide why the run failed. */
    private void fail(UUID instance, String failure) {
        try {
            instances.fail(instance, failure);
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "Instance " + instance + " could not be ended: " + failure, e);
        }
    }
}
