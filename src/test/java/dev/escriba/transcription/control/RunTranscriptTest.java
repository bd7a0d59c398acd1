package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.schema.Databases;
import dev.escriba.transcription.entity.TranscriptionResult;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The retention of the transcript of a run. */
class RunTranscriptTest {

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void purgesATranscriptAfterItsRetentionPeriod(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        TranscriptionResult result = run.transcribe();
        StoredInstances stored = new StoredInstances(run.entities);
        Transcripts all = new Transcripts();
        all.entities = run.entities;
        all.retention = TranscriptRetentions.of("keep", Duration.ofDays(30));
        all.clock = Clock.fixed(RunFixture.NOW.plus(Duration.ofDays(30)), ZoneOffset.UTC);
        assertThat(run.inTransaction(all::purge)).isZero();
        assertThat(stored.transcript(result.instanceId())).contains("scripted words");
        all.clock = Clock.fixed(RunFixture.NOW.plus(Duration.ofDays(30)).plusSeconds(1), ZoneOffset.UTC);
        assertThat(run.inTransaction(all::purge)).isEqualTo(1);
        assertThat(run.inTransaction(all::purge)).isZero();
        assertThat(stored.transcript(result.instanceId())).isEmpty();
        assertThat(stored.find(run.caller.accountId(), Optional.empty(), result.instanceId())
                        .orElseThrow()
                        .cost())
                .isPresent();
        run.assertBalance("0.999668");
    }
}
