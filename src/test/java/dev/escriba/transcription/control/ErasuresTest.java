package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.billing.control.PastSpenders;
import dev.escriba.schema.Databases;
import dev.escriba.security.NoRequest;
import dev.escriba.security.entity.Caller;
import dev.escriba.transcription.entity.Erasure;
import dev.escriba.transcription.entity.Instance;
import dev.escriba.transcription.entity.InstanceSummary;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionResult;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErasuresTest {

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void whatAUserSaidIsErasedAndTheMoneyStays(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database, "none");
        TranscriptionCommand command = RunFixture.command().claimedBy(run.claim("a key", "digest"));
        TranscriptionResult encrypted = run.transcribe(command);
        run.instances.retention = TranscriptRetentions.of("keep", Duration.ofDays(30));
        TranscriptionResult stored = run.transcribe();
        TranscriptionResult of = run.transcribe(ofUser("bob"));

        assertThat(erase(run, "ana", Optional.empty())).isEqualTo(new Erasure(2, 0));

        StoredInstances instances = new StoredInstances(run.entities);
        assertThat(instances.transcript(stored.instanceId())).isEmpty();
        assertThat(instances.document(stored.instanceId())).isEmpty();
        assertThat(run.transcribe(command))
                .extracting(TranscriptionResult::replayed, TranscriptionResult::transcript)
                .containsExactly(true, Optional.empty());
        assertThat(find(run, stored.instanceId())).satisfies(instance -> {
            assertThat(instance.userIdentifier()).isNull();
            assertThat(instance.cost().orElseThrow().total())
                    .isEqualByComparingTo(stored.cost().total());
        });
        assertThat(find(run, encrypted.instanceId()).userIdentifier()).isNull();
        assertThat(find(run, of.instanceId()).userIdentifier()).isEqualTo("bob");
        assertThat(instances.transcript(of.instanceId())).isPresent();
        run.assertBalance("0.999004");
        assertThat(erase(run, "ana", Optional.empty())).isEqualTo(new Erasure(0, 0));
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aCredentialErasesOnlyItsOwnInstances(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.transcribe();

        assertThat(erase(run, "ana", Optional.of("key:another"))).isEqualTo(new Erasure(0, 0));
        assertThat(erase(run, "ana", Optional.of(run.caller.getName()))).isEqualTo(new Erasure(1, 0));
    }

    /** Blanks around an identifier are no part of it; earlier versions stored them. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void everySpellingOfTheUserWithBlanksAroundItIsErased(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        List<UUID> others = new ArrayList<>();
        for (String other : List.of("an a", "ana b", "Ana", "anab ", "bob", "bob", "bob", " zoe")) {
            others.add(run.transcribe(ofUser(other)).instanceId());
        }
        List<UUID> spellings = new ArrayList<>();
        for (String spelling : List.of("ana", "ana ", " ana", "\u3000 ana  ")) {
            spellings.add(run.transcribe(ofUser(spelling)).instanceId());
        }

        assertThat(erase(run, "ana", Optional.of("key:another"))).isEqualTo(new Erasure(0, 0));
        assertThat(erase(run, "ana", Optional.empty())).isEqualTo(new Erasure(4, 0));
        assertThat(spellings)
                .allSatisfy(instance ->
                        assertThat(find(run, instance).userIdentifier()).isNull());
        assertThat(others).allSatisfy(instance -> assertThat(find(run, instance).userIdentifier())
                .isNotNull());
        run.transcribe(ofUser("ana"));
        run.transcribe(ofUser(" ana"));
        assertThat(erase(run, "ana ", Optional.empty())).isEqualTo(new Erasure(2, 0));
        assertThat(erase(run, "zoe", Optional.empty())).isEqualTo(new Erasure(1, 0));
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aRunOfAnotherSpellingThatHasNotEndedIsCounted(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        Instance running = run.storeRunning("node", "0.1");
        run.inTransaction(() -> run.entities
                .createNativeQuery("update instance set user_identifier = 'ana ' where id = '" + running.id() + "'")
                .executeUpdate());

        assertThat(erase(run, "ana", Optional.empty())).isEqualTo(new Erasure(0, 1));
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theInstancesOfAnotherAccountStay(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        TranscriptionResult result = run.transcribe();

        assertThat(erase(new RunFixture(database), "ana", Optional.empty())).isEqualTo(new Erasure(0, 0));
        assertThat(new StoredInstances(run.entities).transcript(result.instanceId()))
                .isPresent();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aRunThatHasNotEndedIsLeftForTheNextErasure(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        Instance running = run.storeRunning("node", "0.1");

        assertThat(erase(run, "ana", Optional.empty())).isEqualTo(new Erasure(0, 1));
        run.instances.fail(running.id(), "a test");
        assertThat(erase(run, "ana", Optional.empty())).isEqualTo(new Erasure(1, 0));
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void manyInstancesAreErasedInBatches(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        UUID first = run.transcribe().instanceId();
        for (int i = 0; i < 1_100; i++) {
            int started = i;
            run.inTransaction(() -> run.entities
                    .createNativeQuery("insert into instance (id, account_id, caller, node, state, model_id,"
                            + " user_identifier, culture, file_bytes, container, codec, transcript,"
                            + " transcript_stored_at, started_at) select '" + UUID.randomUUID() + "', account_id,"
                            + " caller, node, state, model_id, user_identifier, culture, file_bytes, container, codec,"
                            + " transcript, transcript_stored_at, started_at - " + started
                            + " from instance where id = '" + first + "'")
                    .executeUpdate());
        }

        assertThat(erase(run, "ana", Optional.empty())).isEqualTo(new Erasure(1_101, 0));
        assertThat(((Number) run.entities
                                .createNativeQuery("select count(*) from instance where transcript is not null"
                                        + " or user_identifier is not null")
                                .getSingleResult())
                        .longValue())
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theAuditLogRecordsTheErasureWithoutTheUser(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.transcribe();
        erase(run, "ana", Optional.empty());

        Object[] event = (Object[]) run.entities
                .createNativeQuery("select actor, subject, account_id, details from audit_event"
                        + " where act = 'TRANSCRIPT_FORGOTTEN'")
                .getSingleResult();
        assertThat(Arrays.copyOf(event, 3))
                .containsExactly(run.caller.getName(), run.caller.accountId(), run.caller.accountId());
        assertThat((String) event[3])
                .contains("\"erased\":1", "\"remaining\":0")
                .doesNotContain("ana");
    }

    private static TranscriptionCommand ofUser(String user) {
        TranscriptionCommand any = RunFixture.command();
        return new TranscriptionCommand(
                any.modelId(), any.prompt(), Optional.of(user), any.channel(), any.culture(), any.claim());
    }

    private static InstanceSummary find(RunFixture run, UUID instance) {
        run.entities.clear();
        return new StoredInstances(run.entities)
                .find(run.caller.accountId(), Optional.empty(), instance)
                .orElseThrow();
    }

    private static Erasure erase(RunFixture run, String user, Optional<String> credential) {
        Transcripts transcripts = new Transcripts();
        transcripts.entities = run.entities;
        transcripts.corrections = CorrectionsTest.corrections(run.entities);
        Erasures.ErasureTransactions transactions = new Erasures.ErasureTransactions() {
            @Override
            public int erase(Erasures.Selection selection) {
                return run.inTransaction(() -> super.erase(selection));
            }

            @Override
            public void record(Caller caller, long erased, long remaining) {
                run.inTransaction(() -> super.record(caller, erased, remaining));
            }
        };
        transactions.entities = run.entities;
        // several pages, and a user with more rows than a page
        transactions.pageSize = 2;
        transactions.transcripts = transcripts;
        transactions.audit = NoRequest.audit(run.entities, Clock.fixed(RunFixture.NOW, ZoneOffset.UTC));
        Erasures erasures = new Erasures();
        erasures.transactions = transactions;
        erasures.spenders = new PastSpenders() {
            @Override
            public int forget(String account, String userIdentifier) {
                return 0;
            }
        };
        return erasures.erase(run.caller, credential, user);
    }
}
