package dev.escriba.it.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.UberJar;
import dev.escriba.media.MediaFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Clocks that jump and processes that stand still. It runs by {@code mvn verify -Pcampaign}. */
class TimeCampaign {

    private static final Path FAKETIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
    private static final Duration LOAD = Duration.ofSeconds(20);
    private static final Duration FROZEN = Duration.ofMinutes(3);
    private static final int CLIENTS = 4;

    private UberJar jar;

    @AfterEach
    void end() {
        if (jar != null) {
            jar.kill();
        }
    }

    @Test
    void aClockThatJumpsByADayAndBackLosesNoRun() throws Exception {
        Assumptions.assumeTrue(Files.exists(FAKETIME), "skipped: the Debian package libfaketime is missing");
        Path home = CampaignClients.home("clock");
        Path clock = Files.writeString(home.resolve("clock"), "+0d\n");
        jar = UberJar.startAfter(
                "export LD_PRELOAD=" + FAKETIME + " FAKETIME_TIMESTAMP_FILE=" + clock
                        // it reads the file once a second: with each look at the clock, a start takes minutes
                        + " FAKETIME_CACHE_DURATION=1 FAKETIME_DONT_FAKE_MONOTONIC=1",
                home,
                "clock.log",
                CampaignClients.options());
        CampaignClients.credit(jar);
        for (String jump : new String[] {"+1d", "-1d", "+45d", "+0d"}) {
            BooleanSupplier lasting = CampaignClients.lasting(LOAD);
            CompletableFuture<Void> change = CompletableFuture.runAsync(() -> {
                try {
                    Thread.sleep(LOAD.toMillis() / 3);
                    Files.writeString(clock, jump + "\n");
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            Map<Integer, Integer> answers = CampaignClients.sendWhile(jar, CLIENTS, MediaFixture.ENGLISH, lasting);
            change.get();
            System.out.println("clock " + jump + ": " + answers);
            assertThat(answers).containsKey(200).doesNotContainKey(CampaignClients.CUT);
        }
        CampaignClients.checkThatItTranscribes(jar, MediaFixture.ENGLISH);
        CampaignClients.checkBooks(jar);
    }

    @Test
    void aServerThatStandsStillForThreeMinutesGoesOn() throws Exception {
        Path home = CampaignClients.home("frozen");
        jar = UberJar.start(home, "frozen.log", CampaignClients.options());
        CampaignClients.credit(jar);
        BooleanSupplier lasting = CampaignClients.lasting(FROZEN.plus(LOAD));
        CompletableFuture<Void> freeze = CompletableFuture.runAsync(() -> {
            try {
                Thread.sleep(3_000);
                jar.signal("STOP");
                Thread.sleep(FROZEN.toMillis());
                jar.signal("CONT");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Map<Integer, Integer> answers = CampaignClients.sendWhile(jar, CLIENTS, MediaFixture.ENGLISH, lasting);
        freeze.get();
        System.out.println("server stopped for " + FROZEN.toMinutes() + " minutes: " + answers);
        CampaignClients.checkThatItTranscribes(jar, MediaFixture.ENGLISH);
        CampaignClients.checkBooks(jar);
        assertThat(answers).containsKey(200).doesNotContainKey(CampaignClients.CUT);
    }
}
