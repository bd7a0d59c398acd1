package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Configured;
import dev.escriba.billing.control.BillingSettings;
import dev.escriba.billing.control.Credits;
import dev.escriba.billing.control.Holds;
import dev.escriba.billing.control.LedgerQueries;
import dev.escriba.billing.control.PriceList;
import dev.escriba.billing.control.SpendingLimits;
import dev.escriba.billing.control.SpendingRows;
import dev.escriba.billing.entity.Amounts;
import dev.escriba.billing.entity.Credit;
import dev.escriba.billing.entity.Reservation;
import dev.escriba.billing.entity.Spender;
import dev.escriba.billing.entity.Spending;
import dev.escriba.culture.entity.Culture;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.control.MediaDecoder;
import dev.escriba.media.control.MediaProbe;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Upload;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.ModelLimits;
import dev.escriba.models.entity.Price;
import dev.escriba.models.entity.RemoteAddress;
import dev.escriba.problem.entity.Problem;
import dev.escriba.reporting.control.Reconciler;
import dev.escriba.schema.Databases;
import dev.escriba.security.NoRequest;
import dev.escriba.security.control.AccountSettings;
import dev.escriba.security.control.ApiKeyAuthenticator;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.KeySecret;
import dev.escriba.security.entity.Scope;
import dev.escriba.speech.control.Admission;
import dev.escriba.speech.control.AdmissionQueue;
import dev.escriba.speech.control.AudioSource;
import dev.escriba.speech.control.ScriptedEngine;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.SegmentListener;
import dev.escriba.speech.entity.TokenLimit;
import dev.escriba.transcription.entity.AcceptedRun;
import dev.escriba.transcription.entity.Ending;
import dev.escriba.transcription.entity.IdempotencyClaim;
import dev.escriba.transcription.entity.Instance;
import dev.escriba.transcription.entity.InstanceState;
import dev.escriba.transcription.entity.Lease;
import dev.escriba.transcription.entity.RunOutcome;
import dev.escriba.transcription.entity.RunRequest;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionResult;
import dev.escriba.webhooks.control.Outbox;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * A run with real media, a real database and a scripted engine. The model has a price, and the account of the caller
 * has a balance of 1. The clock stands still at {@link #NOW}.
 */
public final class RunFixture {

    public static final Instant NOW = Instant.parse("2026-03-29T01:30:00.123456Z");

    /** The secret of the key of {@link #caller}. */
    static final String SECRET = "a secret of the tests alone";

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private static final AiModel MODEL = new AiModel(
            Models.DETECTING,
            "Scripted",
            "Escriba",
            "scripted",
            List.of("en", "es"),
            true,
            "MIT",
            Optional.of(new Price(new BigDecimal("0.006"), BigDecimal.ZERO, new BigDecimal("10"))),
            true);

    /** The id of a model without a price. */
    public static final UUID FREE = UUID.fromString("0f0c2d5e-54b3-4a3b-9d8e-6a2f1f6f2b11");

    private static final AiModel FREE_MODEL = new AiModel(
            FREE, "Free", "Escriba", "scripted", List.of("en", "es"), false, "MIT", Optional.empty(), false);

    /** The id of a model that is ten times as expensive, and that the usual model and the free one take over from. */
    public static final UUID FRAGILE = UUID.fromString("0f0c2d5e-54b3-4a3b-9d8e-6a2f1f6f2b12");

    private static final AiModel FRAGILE_MODEL = new AiModel(
            FRAGILE,
            "Fragile",
            "Escriba",
            "scripted",
            List.of("en", "es"),
            false,
            "MIT",
            Optional.of(new Price(new BigDecimal("0.06"), BigDecimal.ZERO, new BigDecimal("100"))),
            true,
            Optional.empty(),
            ModelLimits.NONE,
            true,
            List.of(Models.DETECTING, FREE));

    /** The id of a free model that takes at most two seconds of audio. */
    static final UUID LIMITED = UUID.fromString("0f0c2d5e-54b3-4a3b-9d8e-6a2f1f6f2b13");

    private static final AiModel LIMITED_MODEL = new AiModel(
            LIMITED,
            "Limited",
            "Escriba",
            "scripted",
            List.of("en", "es"),
            false,
            "MIT",
            Optional.empty(),
            false,
            Optional.empty(),
            new ModelLimits(Optional.of(2), Optional.empty()),
            true,
            List.of());

    /** The id of a model of the usual price, which an expensive one takes over from. */
    public static final UUID THRIFTY = UUID.fromString("0f0c2d5e-54b3-4a3b-9d8e-6a2f1f6f2b14");

    private static final AiModel THRIFTY_MODEL = new AiModel(
            THRIFTY,
            "Thrifty",
            "Escriba",
            "scripted",
            List.of("en", "es"),
            false,
            "MIT",
            Optional.of(new Price(new BigDecimal("0.006"), BigDecimal.ZERO, new BigDecimal("10"))),
            true,
            Optional.empty(),
            ModelLimits.NONE,
            true,
            List.of(FRAGILE, FREE));

    /** The ids of free models on the servers {@code one} and {@code two}. */
    public static final UUID ON_ONE = UUID.fromString("0f0c2d5e-54b3-4a3b-9d8e-6a2f1f6f2b15");

    public static final UUID ON_TWO = UUID.fromString("0f0c2d5e-54b3-4a3b-9d8e-6a2f1f6f2b16");

    private static AiModel elsewhere(UUID id, String server) {
        return new AiModel(
                id,
                "On " + server,
                "Escriba",
                "scripted",
                List.of("en", "es"),
                false,
                "MIT",
                Optional.empty(),
                false,
                Optional.of(new RemoteAddress(server, "a model")),
                ModelLimits.NONE,
                true,
                List.of());
    }

    /** What happens while a model recognises. */
    public final Map<UUID, Runnable> whenRecognizing = new HashMap<>();

    /** What a recognition by a model throws. */
    public final Map<UUID, RuntimeException> failing = new HashMap<>();

    public final ScriptedEngine engine = new ScriptedEngine("scripted", Set.of("en", "es"));

    /** The exceptions of the next settlements, in this order. */
    final Queue<RuntimeException> failuresToSettle = new ArrayDeque<>();

    /** Whether a settlement commits before it throws one of {@link #failuresToSettle}. */
    boolean commitsBeforeFailing;

    /** Gives the places of runs; null for places without a limit. */
    AdmissionQueue places;

    /** Whether there is no place for a run. */
    boolean full;

    /** The places of runs that have not ended. */
    int placesTaken;

    /** The most places that were taken at a time. */
    int mostPlacesTaken;

    /** What happens when a run tells the length of its recording. */
    Consumer<Duration> whenExpecting = length -> {};

    /** What happens in the transaction that stores a claim. */
    public Runnable whenClaimed = () -> {};

    /** What happens before the settlement of a run. */
    public Runnable whenSettling = () -> {};

    /** Whether the models still load. */
    boolean starting;

    /** The number of recognitions by the engine. */
    int recognitions;

    /** The names of the work that the engine was asked for. */
    public final List<String> named = new ArrayList<>();

    /** The last request to the engine. */
    RecognitionRequest asked;

    public final DataSource dataSource;
    public final EntityManager entities;
    public final Caller caller;
    public final WorkInProgress work = new WorkInProgress();
    public final Quotes quotes = new Quotes();
    public final IdempotencyClaims claims;
    public final Instances instances;
    final Settlement settlement = new Settlement();
    public final Leases leases = new Leases();
    public final MediaProbe probe = MediaFixture.probe("wav");
    public final Holds holds;
    public final SpeechRecognition speech;
    public final Models models = new Models(List.of(
            MODEL,
            FREE_MODEL,
            FRAGILE_MODEL,
            LIMITED_MODEL,
            THRIFTY_MODEL,
            elsewhere(ON_ONE, "one"),
            elsewhere(ON_TWO, "two")));
    final TranscriptionRun run = new TranscriptionRun();

    public RunFixture(Databases.Database database) {
        this(database, "keep");
    }

    /** Makes a run whose setting {@code escriba.instances.transcripts} is {@code transcripts}. */
    public RunFixture(Databases.Database database, String transcripts) {
        dataSource = database.dataSource();
        entities = database.entityManagers().createEntityManager();
        caller = storedCaller();
        PriceList prices = new PriceList(entities, CLOCK, models, new AccountSettings("USD", 6));
        inTransaction(() -> prices.start(new Object()));
        credit("1");
        MediaDecoder decoder = MediaFixture.decoder();
        speech = speech();
        quotes.work = work;
        quotes.prices = prices;
        quotes.speech = speech;
        holds = new Holds(entities, CLOCK, new SpendingLimits(Configured.read(BillingSettings::read), spendingRows()));
        claims = claims();
        instances = instances(transcripts);
        settlement.instances = instances;
        leases.transactions = new LeaseTransactions();
        leases.transactions.entities = entities;
        leases.instances = instances;
        leases.data = MediaFixture.data();
        leases.clock = CLOCK;
        leases.settings = Configured.read(TranscriptionSettings::read);
        run.work = work;
        run.models = models;
        run.speech = speech;
        run.probe = probe;
        run.replays = new IdempotentReplays();
        run.replays.claims = claims;
        run.registration = registration(speech, models);
        run.execution = execution(speech);
        run.decoder = decoder;
        run.audioStore = MediaFixture.store();
    }

    private Caller storedCaller() {
        Account account = new Account("account " + UUID.randomUUID(), "USD", 6, NOW);
        ApiKey key = new ApiKey(
                account,
                "test",
                new KeySecret(SECRET),
                NoRequest.PEPPER,
                Set.of(Scope.TRANSCRIBE),
                Optional.empty(),
                NOW);
        inTransaction(() -> entities.persist(account));
        inTransaction(() -> entities.persist(key));
        return key.caller(account);
    }

    private SpeechRecognition speech() {
        return new SpeechRecognition(null) {
            @Override
            public void requireReady(String name) {
                if (starting) {
                    throw Problem.starting(Duration.ofSeconds(15));
                }
            }

            @Override
            public Admission.Place admit(String name, Optional<UUID> model, String accountId)
                    throws InterruptedException {
                if (full) {
                    throw Problem.busy(Duration.ofSeconds(7));
                }
                if (places != null) {
                    return places.enter(accountId, Duration.ZERO);
                }
                placesTaken++;
                mostPlacesTaken = Math.max(mostPlacesTaken, placesTaken);
                return new TakenPlace();
            }

            @Override
            public void requireAnswering(String name, UUID model, String account) {}

            @Override
            public Admission.Place admit(String name, RecognitionRequest request) throws InterruptedException {
                return request.background() ? Admission.CLAIMED : admit(name, request.modelId(), request.accountId());
            }

            @Override
            public void expect(Admission.Place given, Duration length, Runnable endDecoder)
                    throws InterruptedException {
                whenExpecting.accept(length);
                super.expect(given, length, endDecoder);
            }

            @Override
            public boolean knowsWords(String name, RecognitionRequest request) {
                return engine.knowsWords(request);
            }

            @Override
            public TokenLimit tokenLimit(String name, RecognitionRequest request, Duration audio) {
                return engine.tokenLimit(audio, request);
            }

            @Override
            public Recognition recognize(
                    String name,
                    RecognitionRequest request,
                    Admission.Place given,
                    AudioSource audio,
                    SegmentListener listener)
                    throws InterruptedException {
                asked = request;
                named.add(request.run().orElseThrow());
                recognitions++;
                RuntimeException failure = failing.get(request.modelId().orElse(null));
                whenRecognizing
                        .getOrDefault(request.modelId().orElseThrow(), () -> {})
                        .run();
                try (PcmStream stream = audio.open()) {
                    if (failure != null) {
                        throw failure;
                    }
                    return engine.recognize(stream, request, listener);
                }
            }
        };
    }

    /** A place that can be closed twice, as those of a queue. */
    private final class TakenPlace implements Admission.Place {

        private boolean closed;

        @Override
        public void reached(Duration audio) {}

        @Override
        public boolean reachedAtOnce(Duration audio) {
            return true;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                placesTaken--;
            }
        }
    }

    private SpendingRows spendingRows() {
        return new SpendingRows(new SpendingRows.SpendingTransactions(entities) {
            @Override
            public void create(String account, Spending.Subject kind, String subject, int month) {
                inTransaction(() -> super.create(account, kind, subject, month));
            }
        });
    }

    private IdempotencyClaims claims() {
        IdempotencyClaims claims = new IdempotencyClaims() {
            @Override
            public Optional<AcceptedRun> earlier(IdempotencyClaim claim) {
                return inTransaction(() -> super.earlier(claim));
            }

            @Override
            public Optional<TranscriptionResult> replay(IdempotencyClaim claim) {
                return inTransaction(() -> super.replay(claim));
            }

            @Override
            public int purge() {
                return inTransaction(() -> super.purge());
            }

            @Override
            public void claim(IdempotencyClaim claim, UUID instance) {
                super.claim(claim, instance);
                whenClaimed.run();
            }
        };
        claims.entities = entities;
        claims.clock = CLOCK;
        return claims;
    }

    private RunRegistration registration(SpeechRecognition speech, Models models) {
        RunRegistration registration = new RunRegistration();
        registration.quotes = quotes;
        registration.speech = speech;
        registration.fallbacks = new Fallbacks();
        registration.fallbacks.speech = speech;
        registration.fallbacks.models = models;
        registration.holds = holds;
        registration.instances = instances;
        registration.leases = leases;
        registration.clock = CLOCK;
        return registration;
    }

    private RunExecution execution(SpeechRecognition speech) {
        RunExecution execution = new RunExecution();
        execution.work = work;
        execution.speech = speech;
        execution.settlement = settlement;
        execution.failures = new RunFailures();
        execution.failures.work = work;
        execution.failures.instances = instances;
        return execution;
    }

    /** Stores an instance that a node left RUNNING, with a hold of that amount and a lease of a minute. */
    Instance storeRunning(String node, String held) throws IOException {
        try (Upload upload = upload(MediaFixture.ENGLISH)) {
            RunRequest request = new RunRequest(caller, MODEL, command(), probe.probe(upload));
            Instance instance = new Instance(request, Optional.empty(), NOW, new Lease(node, NOW.plusSeconds(60)));
            holds.prepare(reservation(held));
            instances.begin(instance, Optional.of(reservation(held)), Optional.empty());
            return instance;
        }
    }

    private Instances instances(String transcripts) {
        Instances instances = new Instances() {
            @Override
            public void begin(
                    Instance instance,
                    Optional<Reservation> reservation,
                    Optional<IdempotencyClaim> claim,
                    Runnable more) {
                inTransaction(() -> super.begin(instance, reservation, claim, more));
            }

            @Override
            public InstanceState giveBack(UUID id, int attempt, Instant notBefore, boolean lost, String reason) {
                return inTransaction(() -> super.giveBack(id, attempt, notBefore, lost, reason));
            }

            @Override
            public InstanceState failAttempt(UUID id, int attempt, String reason) {
                return inTransaction(() -> super.failAttempt(id, attempt, reason));
            }

            @Override
            public Ending giveUpWaiting(UUID id, String reason) {
                return inTransaction(() -> super.giveUpWaiting(id, reason));
            }

            @Override
            public void succeed(
                    UUID id, RunOutcome outcome, Optional<Reservation> held, Optional<IdempotencyClaim> claim) {
                whenSettling.run();
                RuntimeException failure = failuresToSettle.poll();
                if (failure == null || commitsBeforeFailing) {
                    inTransaction(() -> super.succeed(id, outcome, held, claim));
                }
                if (failure != null) {
                    throw failure;
                }
            }

            @Override
            public InstanceState fail(UUID id, String reason) {
                return inTransaction(() -> super.fail(id, reason));
            }

            @Override
            public Ending expire(UUID id, String reason) {
                return inTransaction(() -> super.expire(id, reason));
            }

            @Override
            public Ending expireOverdue(UUID id, String reason) {
                return inTransaction(() -> super.expireOverdue(id, reason));
            }
        };
        instances.entities = entities;
        instances.clock = CLOCK;
        instances.holds = holds;
        instances.claims = claims;
        instances.outbox = new Outbox(entities, CLOCK);
        instances.queue = new QueueRows(entities);
        instances.queueSettings = Configured.read(QueueSettings::read);
        instances.retention = TranscriptRetentions.of(transcripts, Duration.ofDays(30));
        return instances;
    }

    public void credit(String amount) {
        Credits.CreditTransactions transactions =
                new Credits.CreditTransactions(entities, CLOCK, NoRequest.audit(entities, CLOCK));
        if (!transactions.isOpen(caller.accountId())) {
            inTransaction(() -> transactions.open(caller.accountId()));
        }
        inTransaction(() -> transactions.book(new Credit(
                caller.accountId(),
                new BigDecimal(amount),
                "a test",
                "test",
                UUID.randomUUID().toString())));
    }

    Reservation reservation(String most) {
        return new Reservation(
                new Spender(caller.accountId(), caller.getName(), Optional.empty()), new BigDecimal(most), "USD", NOW);
    }

    public LedgerQueries ledger() {
        entities.clear();
        return new LedgerQueries(entities);
    }

    /** Asserts the balance of the account, that nothing is held, and that the ledger reconciles. */
    public void assertBalance(String amount) {
        assertThat(ledger().balance(caller.accountId()).amount()).isEqualByComparingTo(amount);
        assertThat(ledger().balance(caller.accountId()).held()).isZero();
        assertBooksAgree();
    }

    /** Asserts that the ledger reconciles with the instances and their holds. */
    public void assertBooksAgree() {
        assertThat(new Reconciler(entities, CLOCK).reconcile().differences()).isEmpty();
    }

    TranscriptionResult transcribe() throws IOException {
        return transcribe(command());
    }

    public TranscriptionResult transcribe(TranscriptionCommand command) throws IOException {
        return transcribe(command, MediaFixture.ENGLISH, SegmentListener.NONE);
    }

    TranscriptionResult transcribe(TranscriptionCommand command, SegmentListener listener) throws IOException {
        return transcribe(command, MediaFixture.ENGLISH, listener);
    }

    TranscriptionResult transcribe(TranscriptionCommand command, Path recording, SegmentListener listener)
            throws IOException {
        return transcribe(command, recording, RunListener.of(instance -> {}, listener));
    }

    TranscriptionResult transcribe(TranscriptionCommand command, RunListener listener) throws IOException {
        return transcribe(command, MediaFixture.ENGLISH, listener);
    }

    TranscriptionResult transcribe(TranscriptionCommand command, Path recording, RunListener listener)
            throws IOException {
        try (Upload upload = upload(recording)) {
            return run.run(caller, command, upload, listener);
        }
    }

    /** What is stored of the segments: all but their tokens. */
    static List<Segment> withoutTokens(TranscriptionResult result) {
        return result.segments().stream()
                .map(segment -> new Segment(
                        segment.start(),
                        segment.end(),
                        segment.text(),
                        segment.language(),
                        segment.meanLogProbability(),
                        segment.noSpeechProbability(),
                        List.of(),
                        segment.words(),
                        segment.channel()))
                .toList();
    }

    /** Sends a file that is no recording. */
    TranscriptionResult transcribeText(TranscriptionCommand command) throws IOException {
        Path text = Path.of("target", UUID.randomUUID() + ".upload").toAbsolutePath();
        try (Upload upload = new Upload(Files.writeString(text, "no recording"), 12, "text.wav")) {
            return run.run(caller, command, upload);
        }
    }

    public IdempotencyClaim claim(String key, String requestDigest) {
        return new IdempotencyClaim(caller.accountId(), caller.getName(), key, requestDigest);
    }

    UUID onlyRunning() {
        return UUID.fromString(
                String.valueOf(entities.createNativeQuery("select id from instance where state = 'RUNNING'")
                        .getSingleResult()));
    }

    /** The lines of the ledger, the oldest first, each with its kind and amount. */
    public List<String> ledgerLines() {
        return ledger()
                .lines(caller.accountId(), Optional.empty(), Instant.EPOCH, NOW.plusSeconds(1), Long.MAX_VALUE, 100)
                .stream()
                .map(line -> line.kind() + " " + Amounts.plain(line.amount()))
                .collect(ArrayList::new, (lines, line) -> lines.add(0, line), (one, other) -> one.addAll(0, other));
    }

    public static TranscriptionCommand command() {
        return new TranscriptionCommand(
                Optional.empty(), "", Optional.of("ana"), Optional.empty(), Culture.EN, Optional.empty());
    }

    public static Upload upload(Path recording) throws IOException {
        Path copy = Files.copy(
                recording, Path.of("target", UUID.randomUUID() + ".upload").toAbsolutePath());
        return new Upload(copy, Files.size(copy), "fox.wav");
    }

    ApiKeyAuthenticator keys() {
        return new ApiKeyAuthenticator(entities, NoRequest.peppers(), CLOCK);
    }

    /** Runs a step while another session holds the locks of a statement, as a node does that froze after it. */
    public void whileLocked(String statement, Runnable step) throws SQLException {
        try (Connection frozen = dataSource.getConnection();
                Statement locking = frozen.createStatement()) {
            frozen.setAutoCommit(false);
            locking.execute(statement);
            step.run();
            frozen.rollback();
        }
    }

    public void inTransaction(Runnable step) {
        inTransaction(() -> {
            step.run();
            return null;
        });
    }

    public <T> T inTransaction(Supplier<T> step) {
        if (entities.getTransaction().isActive()) {
            return step.get();
        }
        entities.getTransaction().begin();
        try {
            T result = step.get();
            entities.getTransaction().commit();
            return result;
        } finally {
            if (entities.getTransaction().isActive()) {
                entities.getTransaction().rollback();
            }
            entities.clear();
        }
    }

    /** The parts of a run that have no field of their own. */
    public RunRegistration registration() {
        return run.registration;
    }

    public RunExecution execution() {
        return run.execution;
    }

    public RunFailures failures() {
        return run.execution.failures;
    }

    /** Sets what the states of queued runs depend on. */
    public void configure(QueueSettings settings) {
        instances.queueSettings = settings;
    }

    /** Sets the time of the instances and the leases. */
    public void now(Clock clock) {
        instances.clock = clock;
        leases.clock = clock;
        claims.clock = clock;
    }

    /** What a start of the node does with the runs of its last process. */
    public void recover() {
        leases.recover();
    }

    /** What any node does with leases that are over. */
    public void reap() {
        assertThat(leases.reap()).isZero();
    }

    static long nowMicros() {
        return NOW.getEpochSecond() * 1_000_000 + NOW.getNano() / 1_000;
    }

    /** The columns of an instance that tell its outcome. */
    public List<Object> row(UUID id) {
        Object[] columns = (Object[]) entities.createNativeQuery(
                        "select state, account_id, language, transcript, duration_nanos, completion_tokens,"
                                + " user_identifier, failure, started_at, finished_at from instance where id = ?")
                .setParameter(1, id.toString())
                .getSingleResult();
        return Arrays.asList(columns);
    }

    public List<String> states() {
        List<?> states =
                entities.createNativeQuery("select state from instance").getResultList();
        return states.stream().map(String::valueOf).toList();
    }

    Object onlyFailure() {
        return entities.createNativeQuery("select failure from instance").getSingleResult();
    }

    String sum(String column) {
        return String.valueOf(entities.createNativeQuery("select sum(" + column + ") from instance")
                .getSingleResult());
    }
}
