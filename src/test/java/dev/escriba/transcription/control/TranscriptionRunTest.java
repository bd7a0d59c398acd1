package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.Configured;
import dev.escriba.billing.control.BillingSettings;
import dev.escriba.billing.control.Credits;
import dev.escriba.billing.control.Holds;
import dev.escriba.billing.control.LedgerQueries;
import dev.escriba.billing.control.PriceList;
import dev.escriba.billing.control.SpendingLimits;
import dev.escriba.billing.entity.Amounts;
import dev.escriba.billing.entity.Cost;
import dev.escriba.billing.entity.Credit;
import dev.escriba.billing.entity.Reservation;
import dev.escriba.billing.entity.Spender;
import dev.escriba.culture.entity.Culture;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Upload;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.Price;
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
import dev.escriba.speech.control.AudioSource;
import dev.escriba.speech.control.ScriptedEngine;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.TokenLimit;
import dev.escriba.transcription.entity.IdempotencyClaim;
import dev.escriba.transcription.entity.Instance;
import dev.escriba.transcription.entity.InstanceState;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionResult;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run with real media and real databases, and an engine that does as it is told. */
class TranscriptionRunTest {

    private static final Instant NOW = Instant.parse("2026-03-29T01:30:00.123456Z");

    private final ScriptedEngine engine = new ScriptedEngine("scripted", Set.of("en", "es"));
    private final AiModel model = new AiModel(
            Models.DETECTING,
            "Scripted",
            "Escriba",
            "scripted",
            List.of("en", "es"),
            true,
            "MIT",
            Optional.of(new Price(new BigDecimal("0.006"), BigDecimal.ZERO, new BigDecimal("10"))),
            true);
    private final Queue<RuntimeException> failuresToSettle = new ArrayDeque<>();
    private boolean commitsBeforeFailing;
    private boolean starting;
    private String transcripts = "keep";
    private EntityManager entities;
    private Caller caller;
    private RecognitionRequest asked;

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aRunThatAnswersIsStoredWithWhatItCost(Databases.Database database) throws IOException {
        TranscriptionRun run = runOn(database);
        engine.says("es", "buenos días");
        TranscriptionResult execution = transcribe(run);
        assertThat(execution.transcript()).contains("buenos días");
        assertThat(execution.cost().prompt()).isEqualByComparingTo("0.000312");
        assertThat(execution.cost().completion()).isEqualByComparingTo("0.00002");
        assertThat(row(execution.instanceId()))
                .containsExactly(
                        "SUCCEEDED",
                        caller.accountId(),
                        "es",
                        "buenos días",
                        3_125_000_000L,
                        2,
                        "ana",
                        null,
                        micros(),
                        micros());
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aRunIsItsAccountsAndAsLongAsItSays(Databases.Database database) throws IOException {
        transcribe(runOn(database));
        assertThat(asked.accountId()).isEqualTo(caller.accountId());
        assertThat(asked.claimed()).isBetween(Duration.ofMillis(3_120), Duration.ofMillis(3_130));
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aRunThatComesWhileTheModelsLoadIsToldSoAndLeavesNothing(Databases.Database database) {
        TranscriptionRun run = runOn(database);
        starting = true;
        assertThatThrownBy(() -> transcribe(run)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(503);
            assertThat(problem.kind()).isEqualTo("problem.starting");
            assertThat(problem.retryAfterSeconds()).contains("15");
        });
        for (String table : List.of("instance", "hold")) {
            assertThat(entities.createNativeQuery("select count(*) from " + table + " where account_id = ?")
                            .setParameter(1, caller.accountId())
                            .getSingleResult())
                    .as(table)
                    .hasToString("0");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aClassThatTheServerHasTakenAwayIsAStop(Databases.Database database) {
        TranscriptionRun run = runOn(database);
        engine.fails(new IllegalStateException("recognition failed", new NoClassDefFoundError("dev/escriba/Gone")));
        assertThatThrownBy(() -> transcribe(run))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
        assertThat(onlyFailure()).isEqualTo("stopped");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void whatFailsWithinThePatienceOfAStopFailsByItself(Databases.Database database) throws Exception {
        TranscriptionRun run = runOn(database);
        run.work.patience = Duration.ofMinutes(1);
        Problem own = Problem.of(422, "problem.422");
        engine.fails(own);
        Thread stop = stopDuring(run, run.work::isStopping);
        assertThatThrownBy(() -> transcribe(run)).isSameAs(own);
        assertThat(onlyFailure()).isEqualTo("problem-422");
        stop.join();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void whatFailsOnceRunsAreCancelledIsAStop(Databases.Database database) throws Exception {
        TranscriptionRun run = runOn(database);
        engine.fails(new IllegalStateException("the workers are gone"));
        Thread stop = stopDuring(run, run.work::isCancelled);
        assertThatThrownBy(() -> transcribe(run))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
        assertThat(onlyFailure()).isEqualTo("stopped");
        stop.join();
    }

    /** Has the application stop while the engine recognises, which goes on as soon as that has come so far. */
    private Thread stopDuring(TranscriptionRun run, BooleanSupplier farEnough) {
        Thread stop = new Thread(() -> {
            try {
                run.work.stop(new Object());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        engine.meanwhile(() -> {
            stop.start();
            while (!farEnough.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
        return stop;
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anEngineThatFailsLeavesAFailedInstanceThatOwesNothing(Databases.Database database) {
        TranscriptionRun run = runOn(database);
        engine.fails(new IllegalStateException("out of order"));
        assertThatThrownBy(() -> transcribe(run)).isInstanceOf(IllegalStateException.class);
        assertThat(onlyFailure()).isEqualTo("unexpected");
        engine.fails(Problem.of(502, "problem.502"));
        assertThatThrownBy(() -> transcribe(run)).isInstanceOf(Problem.class);
        assertThat(states()).containsOnly(InstanceState.FAILED.name());
        assertThat(sum("completion_cost") + sum("prompt_cost")).isEqualTo("nullnull");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anUnknownModelIsRefusedBeforeAnythingIsStored(Databases.Database database) throws IOException {
        TranscriptionRun run = runOn(database);
        TranscriptionCommand order = new TranscriptionCommand(
                Optional.of(UUID.randomUUID()), "", Optional.empty(), Optional.empty(), Culture.EN, Optional.empty());
        try (Upload upload = upload()) {
            assertThatThrownBy(() -> run.run(caller, order, upload))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                            .isEqualTo(404));
        }
        assertThat(states()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void whatADeadProcessLeftRunningIsFailedAtTheNextStart(Databases.Database database) throws IOException {
        TranscriptionRun run = runOn(database);
        TranscriptionResult done = transcribe(run);
        engine.fails(new IllegalStateException());
        Instance left;
        try (Upload upload = upload()) {
            left = new Instance(
                    caller,
                    model,
                    order(),
                    Optional.empty(),
                    run.probe.probe(upload),
                    MediaFixture.data().node(),
                    NOW,
                    NOW.plusSeconds(60));
        }
        run.instances.begin(left, Optional.of(reservation("0.25")), Optional.empty());
        assertThat(ledgers().balance(caller.accountId()).held()).isEqualByComparingTo("0.25");
        run.leases.recover();
        assertThat(ledgers().balance(caller.accountId()).held()).isZero();
        assertThat(states()).containsExactlyInAnyOrder("SUCCEEDED", "FAILED");
        assertThat(row(done.instanceId()).get(0)).isEqualTo("SUCCEEDED");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void whatARunCostIsTakenOnceAndTheRestReturned(Databases.Database database) throws IOException {
        TranscriptionRun run = runOn(database);
        engine.says("es", "buenos días");
        TranscriptionResult execution = transcribe(run);
        assertThat(execution.cost().total()).isEqualByComparingTo("0.000332");
        assertBalance("0.999668");
        assertThat(kinds()).containsExactly("CREDIT 1", "HOLD -0.000332", "RELEASE 0.000332", "CHARGE -0.000332");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void whoeverFailsOwesNothing(Databases.Database database) {
        TranscriptionRun run = runOn(database);
        for (RuntimeException failure :
                List.of(new IllegalStateException("out of order"), Problem.of(504, "problem.504"))) {
            engine.fails(failure);
            assertThatThrownBy(() -> transcribe(run)).isSameAs(failure);
            assertBalance("1");
        }
        engine.fails(null);
        failuresToSettle.add(new IllegalStateException("the database refuses"));
        assertThatThrownBy(() -> transcribe(run)).hasMessage("the database refuses");
        assertBalance("1");
        assertThat(states()).containsOnly("FAILED").hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aDatabaseThatIsAwayForAMomentIsWaitedFor(Databases.Database database) throws IOException {
        TranscriptionRun run = runOn(database);
        run.settlement.patience = Duration.ofSeconds(10);
        failuresToSettle.add(new PersistenceException(new SQLException("connection reset", "08006")));
        failuresToSettle.add(new PersistenceException(new SQLException("no connection to be had")));
        assertThat(transcribe(run).transcript()).isPresent();
        assertThat(states()).containsExactly("SUCCEEDED");
        run.settlement.patience = Duration.ZERO;
        failuresToSettle.add(new PersistenceException(new SQLException("terminating connection", "57P01")));
        failuresToSettle.add(new PersistenceException(new SQLException("terminating connection", "57P01")));
        assertThatThrownBy(() -> transcribe(run))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
        assertThat(states()).containsExactlyInAnyOrder("SUCCEEDED", "FAILED");
        assertBalance("0.999668");
    }

    /** Told again, it changes nothing; and where it cannot be told again, it is found out. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aCommitThatNobodyAnsweredIsChargedOnceAndAnswered(Databases.Database database) throws IOException {
        TranscriptionRun run = runOn(database);
        commitsBeforeFailing = true;
        run.settlement.patience = Duration.ofSeconds(10);
        failuresToSettle.add(new PersistenceException(new SQLException("read timed out", "08006")));
        assertThat(transcribe(run).transcript()).contains("scripted words");
        assertBalance("0.999668");
        run.settlement.patience = Duration.ZERO;
        failuresToSettle.add(new PersistenceException(new SQLException("read timed out", "08006")));
        assertThat(transcribe(run).transcript()).contains("scripted words");
        assertThat(states()).containsOnly("SUCCEEDED").hasSize(2);
        assertBalance("0.999336");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void whereThereIsNoMoneyAtAllNothingIsDecoded(Databases.Database database) {
        TranscriptionRun run = runOn(database);
        credit("-1");
        run.quotes.decoder = null;
        assertThatThrownBy(() -> transcribe(run))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.errors())
                        .containsOnlyKeys("insufficient_balance"));
        assertThat(states()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void keysOfOneCredentialAreNotThoseOfAnother(Databases.Database database) throws IOException {
        TranscriptionRun run = runOn(database);
        TranscriptionResult first = transcribe(run, order().claimedBy(claim("a key", "digest")));
        IdempotencyClaim other = new IdempotencyClaim(caller.accountId(), "key:another", "a key", "digest");
        assertThat(transcribe(run, order().claimedBy(other)).instanceId()).isNotEqualTo(first.instanceId());
    }

    /** Kept for less than a day, it is sealed for whoever has the key. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anAnswerOutlivesATranscriptThatIsForgottenSooner(Databases.Database database) throws IOException {
        TranscriptionRun run = runOn(database);
        run.instances.keeping = TranscriptRetentions.of("keep", Duration.ofHours(1));
        TranscriptionCommand order = order().claimedBy(claim("a key", "digest"));
        TranscriptionResult first = transcribe(run, order);
        Transcripts all = new Transcripts();
        all.entities = entities;
        all.keeping = run.instances.keeping;
        all.clock = Clock.fixed(NOW.plusSeconds(3601), ZoneOffset.UTC);
        assertThat(inTransaction(all::purge)).isEqualTo(1);
        assertThat(transcribe(run, order).transcript()).isEqualTo(first.transcript());
        inTransaction(() -> all.forget(caller, first.instanceId()));
        assertThat(transcribe(run, order).transcript()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aRunThatWasTakenForDeadIsNotCharged(Databases.Database database) {
        TranscriptionRun run = runOn(database);
        engine.meanwhile(() -> run.instances.expire(onlyRunning(), "abandoned"));
        assertThatThrownBy(() -> transcribe(run))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
        engine.meanwhile(() -> {});
        assertThat(states()).containsExactly("FAILED");
        assertBalance("1");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void withoutMoneyNothingIsRecognised(Databases.Database database) {
        TranscriptionRun run = runOn(database);
        credit("-0.999669");
        engine.meanwhile(() -> {
            throw new AssertionError("recognised");
        });
        assertThatThrownBy(() -> transcribe(run)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.errors()).containsOnlyKeys("insufficient_balance");
        });
        engine.meanwhile(() -> {});
        assertThat(states()).isEmpty();
        assertBalance("0.000331");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void moreThanWasSetAsideIsNeverCharged(Databases.Database database) throws IOException {
        TranscriptionRun run = runOn(database);
        engine.promises(new TokenLimit(0, 1));
        engine.says("en", "more words than were promised");
        TranscriptionResult execution = transcribe(run);
        assertThat(execution.cost().total()).isEqualByComparingTo("0.000322");
        assertThat(execution.completionTokens()).isEqualTo(5);
        assertBalance("0.999678");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aRequestThatIsMadeAgainIsAnsweredAgainAndChargedOnce(Databases.Database database) throws IOException {
        for (String kept : List.of("keep", "none")) {
            transcripts = kept;
            TranscriptionRun run = runOn(database);
            TranscriptionCommand order = order().claimedBy(claim("a key", "digest"));
            TranscriptionResult first = transcribe(run, order);
            TranscriptionResult second = transcribe(run, order);
            assertThat(first.replayed()).isFalse();
            assertThat(second.replayed()).isTrue();
            assertThat(second.instanceId()).isEqualTo(first.instanceId());
            assertThat(second.transcript()).isEqualTo(first.transcript()).isPresent();
            assertThat(second.cost().total()).isEqualByComparingTo(first.cost().total());
            assertThat(second.completionTokens()).isEqualTo(first.completionTokens());
            assertBalance("0.999668");
            assertThatThrownBy(() -> transcribe(run, order().claimedBy(claim("a key", "another"))))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                            .isEqualTo(422));
            assertThat(String.valueOf(entities.createNativeQuery("select min(sealed_answer) from idempotent_request")
                            .getSingleResult()))
                    .doesNotContain("scripted");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void whileTheFirstRunsASecondIsRefused(Databases.Database database) throws IOException {
        TranscriptionRun run = runOn(database);
        TranscriptionCommand order = order().claimedBy(claim("a key", "digest"));
        List<Problem> refusals = new ArrayList<>();
        engine.meanwhile(() -> {
            try {
                transcribe(run, order);
            } catch (Problem refused) {
                refusals.add(refused);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        transcribe(run, order);
        assertThat(refusals).singleElement().satisfies(problem -> assertThat(problem.status())
                .isEqualTo(409));
        assertBalance("0.999668");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aFirstTryThatFailedMayBeRepeated(Databases.Database database) throws IOException {
        TranscriptionRun run = runOn(database);
        TranscriptionCommand order = order().claimedBy(claim("a key", "digest"));
        engine.fails(new IllegalStateException());
        assertThatThrownBy(() -> transcribe(run, order)).isInstanceOf(IllegalStateException.class);
        engine.fails(null);
        assertThat(transcribe(run, order).replayed()).isFalse();
        assertBalance("0.999668");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aKeyIsForgottenAfterADay(Databases.Database database) throws IOException {
        TranscriptionRun run = runOn(database);
        TranscriptionCommand order = order().claimedBy(claim("a key", "digest"));
        TranscriptionResult first = transcribe(run, order);
        run.claims.clock = Clock.fixed(NOW.plus(IdempotencyClaims.KEPT).plusSeconds(1), ZoneOffset.UTC);
        assertThat(transcribe(run, order).instanceId()).isNotEqualTo(first.instanceId());
        assertBalance("0.999336");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void transcriptsAreForgottenWhenTheirTimeIsOver(Databases.Database database) throws IOException {
        TranscriptionRun run = runOn(database);
        TranscriptionResult execution = transcribe(run);
        StoredInstances stored = new StoredInstances(entities);
        Transcripts all = new Transcripts();
        all.entities = entities;
        all.keeping = TranscriptRetentions.of("keep", Duration.ofDays(30));
        all.clock = Clock.fixed(NOW.plus(Duration.ofDays(30)), ZoneOffset.UTC);
        assertThat(inTransaction(all::purge)).isZero();
        assertThat(stored.transcript(execution.instanceId())).contains("scripted words");
        all.clock = Clock.fixed(NOW.plus(Duration.ofDays(30)).plusSeconds(1), ZoneOffset.UTC);
        assertThat(inTransaction(all::purge)).isEqualTo(1);
        assertThat(inTransaction(all::purge)).isZero();
        assertThat(stored.transcript(execution.instanceId())).isEmpty();
        assertThat(stored.find(caller.accountId(), Optional.empty(), execution.instanceId())
                        .orElseThrow()
                        .cost())
                .isPresent();
        assertBalance("0.999668");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void whatItsNodeNoLongerRenewsIsEndedByAnyNode(Databases.Database database) throws IOException {
        TranscriptionRun run = runOn(database);
        Instance elsewhere;
        try (Upload upload = upload()) {
            elsewhere = new Instance(
                    caller,
                    model,
                    order(),
                    Optional.empty(),
                    run.probe.probe(upload),
                    "elsewhere",
                    NOW,
                    NOW.plusSeconds(60));
        }
        run.instances.begin(elsewhere, Optional.of(reservation("0.25")), Optional.empty());
        run.leases.recover();
        run.leases.reap();
        assertThat(states()).containsExactly("RUNNING");
        Clock later = Clock.fixed(NOW.plusSeconds(61), ZoneOffset.UTC);
        inTransaction(() -> run.leases.steps.renew(List.of(elsewhere.id()), NOW.plusSeconds(90)));
        run.leases.clock = later;
        run.instances.clock = later;
        run.leases.reap();
        assertThat(states()).containsExactly("RUNNING");
        Clock muchLater = Clock.fixed(NOW.plusSeconds(91), ZoneOffset.UTC);
        run.leases.clock = muchLater;
        run.instances.clock = muchLater;
        run.leases.reap();
        assertThat(states()).containsExactly("FAILED");
        assertBalance("1");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aStoredKeyIsFoundByItsSecretOnly(Databases.Database database) {
        runOn(database);
        assertThat(inTransaction(() -> keys().findCaller(SECRET))).contains(caller);
        assertThat(keys().findCaller(SECRET + "x")).isEmpty();
        assertThat(keys().findCaller("x".repeat(100_000))).isEmpty();
    }

    private static final String SECRET = "a secret of the tests alone";

    private TranscriptionRun runOn(Databases.Database database) {
        entities = database.entityManagers().createEntityManager();
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
        caller = key.caller(account);
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        inTransaction(() -> new PriceList(entities, clock, new Models(List.of(model)), new AccountSettings("USD", 6)).start(new Object()));
        credit("1");
        TranscriptionRun run = new TranscriptionRun();
        run.work = new WorkInProgress();
        run.models = new Models(List.of(model));
        run.probe = MediaFixture.probe("wav");
        run.decoder = MediaFixture.decoder();
        run.speech = new SpeechRecognition(null) {
            @Override
            public void requireReady(String name) {
                if (starting) {
                    throw Problem.starting(Duration.ofSeconds(15));
                }
            }

            @Override
            public void requirePlace(String name, RecognitionRequest request) {}

            @Override
            public TokenLimit most(String name, RecognitionRequest request, Duration audio) {
                return engine.most(audio, request);
            }

            @Override
            public Recognition recognize(String name, RecognitionRequest request, AudioSource audio)
                    throws InterruptedException {
                asked = request;
                try (PcmStream stream = audio.open()) {
                    return engine.recognize(stream, request);
                }
            }
        };
        run.quotes = new Quotes();
        run.quotes.work = run.work;
        run.quotes.prices = new PriceList(entities, clock, run.models, new AccountSettings("USD", 6));
        run.quotes.decoder = run.decoder;
        run.quotes.speech = run.speech;
        run.holds = new Holds(entities, clock, new SpendingLimits(Configured.read(BillingSettings::read), null));
        run.claims = new IdempotencyClaims() {
            @Override
            public Optional<TranscriptionResult> replay(IdempotencyClaim claim) {
                return inTransaction(() -> super.replay(claim));
            }
        };
        run.claims.entities = entities;
        run.claims.clock = clock;
        run.instances = instances(run, clock);
        run.settlement = new Settlement();
        run.settlement.instances = run.instances;
        run.leases = new Leases();
        run.leases.steps = new LeaseTransactions();
        run.leases.steps.entities = entities;
        run.leases.instances = run.instances;
        run.leases.data = MediaFixture.data();
        run.leases.clock = clock;
        run.leases.settings = Configured.read(TranscriptionSettings::read);
        run.data = MediaFixture.data();
        run.clock = clock;
        return run;
    }

    private Instances instances(TranscriptionRun run, Clock clock) {
        Instances instances = new Instances() {
            @Override
            public void begin(Instance instance, Optional<Reservation> reservation, Optional<IdempotencyClaim> claim) {
                inTransaction(() -> super.begin(instance, reservation, claim));
            }

            @Override
            public void succeed(
                    UUID id,
                    Recognition recognition,
                    Cost cost,
                    Optional<Reservation> held,
                    Optional<IdempotencyClaim> claim) {
                RuntimeException failure = failuresToSettle.poll();
                if (failure == null || commitsBeforeFailing) {
                    inTransaction(() -> super.succeed(id, recognition, cost, held, claim));
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
            public boolean expire(UUID id, String reason) {
                return inTransaction(() -> super.expire(id, reason));
            }

            @Override
            public boolean expireOverdue(UUID id, String reason) {
                return inTransaction(() -> super.expireOverdue(id, reason));
            }
        };
        instances.entities = entities;
        instances.clock = clock;
        instances.holds = run.holds;
        instances.claims = run.claims;
        instances.keeping = TranscriptRetentions.of(transcripts, Duration.ofDays(30));
        return instances;
    }

    private void credit(String amount) {
        Credits.CreditTransactions transactions = new Credits.CreditTransactions(
                entities,
                Clock.fixed(NOW, ZoneOffset.UTC),
                NoRequest.audit(entities, Clock.fixed(NOW, ZoneOffset.UTC)));
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

    private Reservation reservation(String most) {
        return new Reservation(
                new Spender(caller.accountId(), caller.getName(), Optional.empty()), new BigDecimal(most), "USD", NOW);
    }

    private LedgerQueries ledgers() {
        entities.clear();
        return new LedgerQueries(entities);
    }

    /** What is left, and nothing held. */
    private void assertBalance(String amount) {
        assertThat(ledgers().balance(caller.accountId()).amount()).isEqualByComparingTo(amount);
        assertThat(ledgers().balance(caller.accountId()).held()).isZero();
        assertThat(new Reconciler(entities, Clock.fixed(NOW, ZoneOffset.UTC))
                        .reconcile()
                        .differences())
                .isEmpty();
    }

    private TranscriptionResult transcribe(TranscriptionRun run) throws IOException {
        return transcribe(run, order());
    }

    private TranscriptionResult transcribe(TranscriptionRun run, TranscriptionCommand order) throws IOException {
        try (Upload upload = upload()) {
            return run.run(caller, order, upload);
        }
    }

    private IdempotencyClaim claim(String key, String requestDigest) {
        return new IdempotencyClaim(caller.accountId(), caller.getName(), key, requestDigest);
    }

    private UUID onlyRunning() {
        return UUID.fromString(
                String.valueOf(entities.createNativeQuery("select id from instance where state = 'RUNNING'")
                        .getSingleResult()));
    }

    private List<String> kinds() {
        return ledgers()
                .lines(caller.accountId(), Optional.empty(), Instant.EPOCH, NOW.plusSeconds(1), Long.MAX_VALUE, 100)
                .stream()
                .map(line -> line.kind() + " " + Amounts.plain(line.amount()))
                .collect(ArrayList::new, (lines, line) -> lines.add(0, line), (one, other) -> one.addAll(0, other));
    }

    private static TranscriptionCommand order() {
        return new TranscriptionCommand(
                Optional.empty(), "", Optional.of("ana"), Optional.empty(), Culture.EN, Optional.empty());
    }

    private static Upload upload() throws IOException {
        Path copy = Files.copy(
                MediaFixture.ENGLISH,
                Path.of("target", UUID.randomUUID() + ".upload").toAbsolutePath());
        return new Upload(copy, Files.size(copy), "fox.wav");
    }

    private ApiKeyAuthenticator keys() {
        return new ApiKeyAuthenticator(entities, NoRequest.peppers(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private void inTransaction(Runnable step) {
        inTransaction(() -> {
            step.run();
            return null;
        });
    }

    private <T> T inTransaction(Supplier<T> step) {
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

    private static long micros() {
        return NOW.getEpochSecond() * 1_000_000 + NOW.getNano() / 1_000;
    }

    private List<Object> row(UUID id) {
        Object[] columns = (Object[]) entities.createNativeQuery(
                        "select state, account_id, language, transcript, duration_nanos, completion_tokens, user_identifier, failure,"
                                + " started_at, finished_at from instance where id = ?")
                .setParameter(1, id.toString())
                .getSingleResult();
        return java.util.Arrays.asList(columns);
    }

    private List<String> states() {
        List<?> states =
                entities.createNativeQuery("select state from instance").getResultList();
        return states.stream().map(String::valueOf).toList();
    }

    private Object onlyFailure() {
        return entities.createNativeQuery("select failure from instance").getSingleResult();
    }

    private String sum(String column) {
        return String.valueOf(entities.createNativeQuery("select sum(" + column + ") from instance")
                .getSingleResult());
    }
}
