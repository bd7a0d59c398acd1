package dev.escriba.telemetry.control;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Writes down what runs take, step by step. A step belongs to the run that its thread works on. */
@ApplicationScoped
public class RunRecords {

    private static final Logger LOG = Logger.getLogger(RunRecords.class.getName());
    private static final ThreadLocal<RunRecord> CURRENT = new ThreadLocal<>();

    @Inject
    RunMetrics metrics = standalone();

    private volatile Spans spans = Spans.NONE;

    /** What may fail as itself. */
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

    /** A run begins; to be closed by the same thread. */
    public RunRecord begin() {
        RunRecord record = new RunRecord(this, spans.begin("escriba.run", true));
        CURRENT.set(record);
        return record;
    }

    /** Does a step of a run and writes down how long it took, and whether it failed. */
    public <T, X extends Exception> T measure(Step step, Work<T, X> work) throws X {
        return measure(step, "none", work);
    }

    /** The same, of an engine that has a name. */
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
        // who is refused a place has not waited for one
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

    /** A step that goes on beside others: what it took is added up by whoever waits for it. */
    public Beside beside(Step step) {
        return new Beside(step, spans.begin("escriba." + step.text(), false));
    }

    /** Of which only the waiting counts. Ended by the thread that began it. */
    public final class Beside implements AutoCloseable {

        private final Step step;
        private final Spans.Span span;
        private long nanos;
        private boolean failed;

        private Beside(Step step, Spans.Span span) {
            this.step = step;
            this.span = span;
        }

        /** Somebody waited for it so long. */
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

    void left() {
        CURRENT.remove();
    }
}
