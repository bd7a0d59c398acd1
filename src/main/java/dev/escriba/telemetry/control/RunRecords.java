package dev.escriba.telemetry.control;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Records the steps of runs. A step belongs to the run of its thread. */
@ApplicationScoped
public class RunRecords {

    private static final Logger LOG = Logger.getLogger(RunRecords.class.getName());
    private static final ThreadLocal<RunRecord> CURRENT = new ThreadLocal<>();

    @Inject
    RunMetrics metrics = standalone();

    private volatile Spans spans = Spans.NONE;

    /** Work that may throw a checked exception. */
    public interface Work<T, X extends Exception> {
        T run() throws X;
    }

    private static RunMetrics standalone() {
        RunMetrics alone = new RunMetrics();
        alone.register();
        return alone;
    }

    @PostConstruct
    void find() {
        try {
            spans = OpenTelemetrySpans.ofTheServer();
        } catch (LinkageError | RuntimeException noTelemetry) {
            LOG.log(Level.FINE, "There is no tracer", noTelemetry);
        }
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    /** Begins the record of a run. The same thread closes it. */
    public RunRecord begin() {
        RunRecord record = new RunRecord(this, spans.begin("escriba.run", true));
        CURRENT.set(record);
        return record;
    }

    /** Runs a step and records its time and whether it failed. */
    public <T, X extends Exception> T measure(Step step, Work<T, X> work) throws X {
        return measure(step, "none", work);
    }

    /** As {@link #measure(Step, Work)}, for a step of a named engine. */
    public <T, X extends Exception> T measure(Step step, String engine, Work<T, X> work) throws X {
        Spans.Span span = spans.begin("escriba." + step.text(), false);
        long began = System.nanoTime();
        boolean done = false;
        try {
            T result = work.run();
            done = true;
            return result;
        } catch (RuntimeException | Error e) {
            span.failed(e);
            throw e;
        } finally {
            end(step, engine, span, System.nanoTime() - began, done);
        }
    }

    private void end(Step step, String engine, Spans.Span span, long nanos, boolean done) {
        // a run that the queue refused has not waited
        if (done || step != Step.WAIT) {
            metrics.took(step, engine, nanos);
        }
        if (!done) {
            metrics.failed(step);
        }
        RunRecord record = CURRENT.get();
        if (record != null) {
            record.took(step, nanos);
            if (record.instance() != null) {
                span.attribute(RunRecord.INSTANCE, record.instance().toString());
            }
        }
        span.end();
    }

    /** The run of this thread holds speech, but none in a language that its model knows. */
    public void unknownLanguage() {
        RunRecord record = CURRENT.get();
        if (record != null) {
            record.unknownLanguage();
        }
    }

    /** Begins a step that runs in parallel to others. Its time is the time that the run waits for it. */
    public ParallelStep parallel(Step step) {
        return new ParallelStep(step, spans.begin("escriba." + step.text(), false));
    }

    /** A parallel step. Only the waiting time counts. The thread that began it closes it. */
    public final class ParallelStep implements AutoCloseable {

        private final Step step;
        private final Spans.Span span;
        private long nanos;
        private boolean failed;

        private ParallelStep(Step step, Spans.Span span) {
            this.step = step;
            this.span = span;
        }

        /** Adds waiting time. */
        public void waited(long time, TimeUnit unit) {
            nanos += unit.toNanos(time);
        }

        public void failed(Throwable thrown) {
            failed = true;
            span.failed(thrown);
        }

        @Override
        public void close() {
            end(step, "none", span, nanos, !failed);
        }
    }

    RunMetrics metrics() {
        return metrics;
    }

    void end() {
        CURRENT.remove();
    }
}
