package dev.escriba.transcription.queue;

import dev.escriba.Configured;
import dev.escriba.billing.entity.Reservation;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.control.Uploads;
import dev.escriba.media.entity.Upload;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.ModelLimits;
import dev.escriba.models.entity.RemoteAddress;
import dev.escriba.schema.Databases;
import dev.escriba.security.NoRequest;
import dev.escriba.security.control.Sealing;
import dev.escriba.security.entity.Caller;
import dev.escriba.transcription.control.QueueRows;
import dev.escriba.transcription.control.QueueSettings;
import dev.escriba.transcription.control.RunFixture;
import dev.escriba.transcription.control.TranscriptionSettings;
import dev.escriba.transcription.entity.Ending;
import dev.escriba.transcription.entity.IdempotencyClaim;
import dev.escriba.transcription.entity.Lease;
import dev.escriba.transcription.entity.QueuedRun;
import dev.escriba.transcription.entity.RunOutcome;
import dev.escriba.transcription.entity.TranscriptionCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** The queue of one node, on the parts of a {@link RunFixture}. */
final class QueueFixture {

    final RunFixture run;
    final QueuedInstances queue;
    final QueueIntake intake = new QueueIntake();
    final AttemptRun attempts = new AttemptRun();
    final WaitingAudio waiting = new WaitingAudio();
    final Journals journals = new Journals();
    final Cancellations cancellations = new Cancellations();
    final QueueUpkeep upkeep = new QueueUpkeep();
    final QueueWorker worker = new QueueWorker();
    final RunEvents events;
    final Sealing sealing = new Sealing(NoRequest.peppers());

    /** What the next acceptances throw after their commit. */
    final Queue<RuntimeException> acceptancesToLose = new ArrayDeque<>();

    /** What the next stores of a journal throw after their commit. */
    final Queue<RuntimeException> answersToLose = new ArrayDeque<>();

    private Clock clock = Clock.fixed(RunFixture.NOW, ZoneOffset.UTC);

    /**
     * A queue.
     *
     * @param more settings, each key followed by its value
     */
    QueueFixture(Databases.Database database, String... more) {
        this(new RunFixture(database), more);
    }

    QueueFixture(RunFixture run, String... more) {
        this.run = run;
        List<String> configured = new ArrayList<>(List.of("escriba.queue.enabled", "true"));
        configured.addAll(List.of(more));
        QueueSettings settings = Configured.read(QueueSettings::read, configured.toArray(new String[0]));
        run.configure(settings);
        waiting.sealing = sealing;
        waiting.data = MediaFixture.data();
        waiting.settings = settings;
        waiting.rows = new WaitingAudio.AudioRows(run.entities);
        queue = queue(settings);
        events = new RunEvents(run.entities, clock);
        journals.rows = new Journals.JournalRows(run.entities) {
            @Override
            public boolean store(UUID instance, int attempt, RunJournal.Page page) {
                boolean stored = run.inTransaction(() -> super.store(instance, attempt, page));
                RuntimeException lost = answersToLose.poll();
                if (lost != null) {
                    throw lost;
                }
                return stored;
            }
        };
        wire(settings);
        cancellations.settings = settings;
        cancellations.waiting = waiting;
        cancellations.transaction = new Cancellations.CancelTransaction() {
            @Override
            public void cancel(Caller caller, UUID id) {
                run.inTransaction(() -> super.cancel(caller, id));
            }
        };
        cancellations.transaction.instances = run.instances;
        cancellations.transaction.audit = NoRequest.audit(run.entities, clock);
        upkeep.intake = intake;
        upkeep.queue = queue;
        upkeep.instances = run.instances;
        upkeep.waiting = waiting;
        upkeep.clock = clock;
        upkeep.settings = settings;
        worker.work = run.work;
        worker.speech = run.speech;
        worker.models = run.models;
        worker.queue = queue;
        worker.leases = run.leases;
        worker.attempts = attempts;
        worker.settings = settings;
        worker.clock = clock;
    }

    private QueuedInstances queue(QueueSettings settings) {
        QueuedInstances instances = new QueuedInstances() {
            @Override
            public void accept(NewRun waits, Optional<Reservation> reservation, Optional<IdempotencyClaim> claim) {
                run.inTransaction(() -> super.accept(waits, reservation, claim));
                RuntimeException lost = acceptancesToLose.poll();
                if (lost != null) {
                    throw lost;
                }
            }

            @Override
            public Optional<Attempt> claim(UUID id, Lease lease) {
                return run.inTransaction(() -> super.claim(id, lease));
            }

            @Override
            public Ending forgetEnded(UUID id) {
                return run.inTransaction(() -> super.forgetEnded(id));
            }

            @Override
            public void succeed(
                    UUID id,
                    int attempt,
                    Instant leaseUntil,
                    RunOutcome outcome,
                    Optional<Reservation> held,
                    Optional<IdempotencyClaim> claim) {
                run.inTransaction(() -> super.succeed(id, attempt, leaseUntil, outcome, held, claim));
            }
        };
        instances.entities = run.entities;
        instances.clock = clock;
        instances.instances = run.instances;
        instances.claims = run.claims;
        instances.rows = new QueueRows(run.entities);
        instances.audio = waiting;
        instances.settings = settings;
        return instances;
    }

    private void wire(QueueSettings settings) {
        intake.work = run.work;
        intake.models = run.models;
        intake.speech = run.speech;
        intake.claims = run.claims;
        intake.probe = run.probe;
        intake.decoder = MediaFixture.decoder();
        intake.audioStore = MediaFixture.store();
        intake.registration = run.registration();
        intake.quotes = run.quotes;
        intake.holds = run.holds;
        intake.sealing = sealing;
        intake.waiting = waiting;
        intake.queue = queue;
        intake.data = MediaFixture.data();
        intake.clock = clock;
        intake.settings = settings;
        intake.transcription = Configured.read(TranscriptionSettings::read);
        attempts.work = run.work;
        attempts.leases = run.leases;
        attempts.models = run.models;
        attempts.speech = run.speech;
        attempts.waiting = waiting;
        attempts.sealing = sealing;
        attempts.uploads = new Uploads(MediaFixture.data(), MediaFixture.settings());
        attempts.probe = run.probe;
        attempts.decoder = MediaFixture.decoder();
        attempts.audioStore = MediaFixture.store();
        attempts.registration = run.registration();
        attempts.execution = run.execution();
        attempts.failures = run.failures();
        attempts.instances = run.instances;
        attempts.queue = queue;
        attempts.journals = journals;
        attempts.clock = clock;
    }

    /** Lets time pass for all parts. */
    void later(Duration time) {
        clock = Clock.offset(clock, time);
        run.now(clock);
        queue.clock = clock;
        attempts.clock = clock;
        intake.clock = clock;
        upkeep.clock = clock;
        worker.clock = clock;
        events.clock = clock;
    }

    UUID accept() throws IOException {
        return accept(RunFixture.command());
    }

    UUID accept(TranscriptionCommand command) throws IOException {
        return accept(run.caller, command);
    }

    UUID accept(Caller caller, TranscriptionCommand command) throws IOException {
        try (Upload upload = RunFixture.upload(MediaFixture.ENGLISH)) {
            return intake.accept(caller, command, upload, () -> false).instance();
        }
    }

    /** Accepts a file that is no recording. */
    UUID acceptText() throws IOException {
        Path text = Path.of("target", UUID.randomUUID() + ".upload").toAbsolutePath();
        try (Upload upload = new Upload(Files.writeString(text, "no recording"), 12, "text.wav")) {
            return intake.accept(run.caller, RunFixture.command(), upload, () -> false)
                    .instance();
        }
    }

    /** Claims the first run of the queue, for a node. */
    QueuedInstances.Attempt claim(String node) {
        return claim(node, QueuedRun.HERE);
    }

    /** Claims the first run of a lane, for a node. */
    QueuedInstances.Attempt claim(String node, String lane) {
        return queue.next(lane, LongRuns.longest(true), 1).stream()
                .flatMap(id -> queue.claim(id, new Lease(node, clock.instant().plusSeconds(60))).stream())
                .findFirst()
                .orElseThrow();
    }

    /** Works on the runs of the lane of a model. */
    void work(UUID model) {
        if (Set.of(RunFixture.ON_ONE, RunFixture.ON_TWO).contains(model)) {
            worker.workElsewhere();
        } else {
            worker.work();
        }
    }

    /** A model of an engine. */
    static AiModel model(String engine, boolean isDefault, Optional<RemoteAddress> remote) {
        return new AiModel(
                UUID.randomUUID(),
                engine,
                "Escriba",
                engine,
                List.of("en"),
                isDefault,
                "MIT",
                Optional.empty(),
                false,
                remote,
                ModelLimits.NONE,
                true,
                List.of());
    }

    String state(UUID id) {
        return String.valueOf(run.row(id).get(0));
    }

    /** The rows and files that queued runs have. */
    long leftovers() throws IOException {
        long rows = 0;
        for (String table : List.of("queued_run", "queued_audio", "queued_segment")) {
            rows += ((Number) run.entities
                            .createNativeQuery("select count(*) from " + table)
                            .getSingleResult())
                    .longValue();
        }
        return rows + files();
    }

    long files() throws IOException {
        try (Stream<Path> files = Files.list(MediaFixture.data().directory("waiting"))) {
            return files.count();
        }
    }

    /** A caller of another account, with money. */
    Caller stranger(String account) {
        return new Caller("key:of-" + account, account, Set.of());
    }
}
