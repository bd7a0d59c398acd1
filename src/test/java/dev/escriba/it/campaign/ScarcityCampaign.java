package dev.escriba.it.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.UberJar;
import dev.escriba.media.MediaFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server with few files, little memory, or an end in its first start. It runs by {@code mvn verify -Pcampaign}. */
class ScarcityCampaign {

    private static final int CLIENTS = 16;
    private static final Duration LOAD = Duration.ofSeconds(30);
    private static final int KILLS = 6;

    private UberJar jar;

    @AfterEach
    void end() {
        if (jar != null) {
            jar.kill();
        }
    }

    @Test
    void twoHundredFilesEndTheStartWithOneMessage() throws Exception {
        jar = UberJar.failedAfter(
                "ulimit -n 200", CampaignClients.home("files"), "few-files.log", CampaignClients.options());
        String log = jar.log();
        System.out.println("200 files: " + log.strip());
        assertThat(jar.exitCode()).as(log).isEqualTo(1);
        assertThat(log.lines().filter(line -> line.contains("SEVERE"))).as(log).hasSize(1);
        assertThat(log).contains("may open 200 files", "needs 1024").doesNotContain("\tat ");
    }

    @Test
    void theFewestFilesThatAStartAcceptsServeSixteenClients() throws Exception {
        Path home = CampaignClients.home("files");
        jar = UberJar.startAfter("ulimit -n 1024", home, "fewest-files.log", CampaignClients.options());
        CampaignClients.credit(jar);
        Map<Integer, Integer> answers =
                CampaignClients.sendWhile(jar, CLIENTS, MediaFixture.ENGLISH, CampaignClients.lasting(LOAD));
        System.out.println("1,024 files: " + answers);
        CampaignClients.checkThatItTranscribes(jar, MediaFixture.ENGLISH);
        CampaignClients.checkBooks(jar);
        assertThat(answers).containsKey(200).doesNotContainKey(CampaignClients.CUT);
        assertThat(jar.log()).doesNotContain("Too many open files");
    }

    @Test
    void aHeapOf128MegabytesServesSixteenClients() throws Exception {
        Path home = CampaignClients.home("heap");
        jar = UberJar.start(home, "small-heap.log", CampaignClients.options("-Xms16m", "-Xmx128m"));
        CampaignClients.credit(jar);
        Map<Integer, Integer> answers =
                CampaignClients.sendWhile(jar, CLIENTS, MediaFixture.ENGLISH, CampaignClients.lasting(LOAD));
        System.out.println("128 MB of heap: " + answers + ", resident at most " + (jar.peakMemory() >> 20) + " MB");
        CampaignClients.checkThatItTranscribes(jar, MediaFixture.ENGLISH);
        CampaignClients.checkBooks(jar);
        assertThat(answers).containsKey(200);
        assertThat(jar.log()).doesNotContain("OutOfMemoryError");
    }

    @Test
    void aKillInTheFirstStartLeavesNothingThatStopsTheNextOne() throws Exception {
        long seed = System.nanoTime();
        System.out.println("kills in the first start, seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Path home = CampaignClients.home("first-start");
        for (int kill = 0; kill < KILLS; kill++) {
            jar = UberJar.begun(home, "killed-" + kill + ".log", CampaignClients.options());
            // the random moment of the kill is the subject
            Thread.sleep(random.nextInt(1_000, 30_000));
            jar.kill();
        }
        jar = UberJar.start(home, "whole.log", CampaignClients.options());
        CampaignClients.credit(jar);
        CampaignClients.checkThatItTranscribes(jar, MediaFixture.ENGLISH);
        CampaignClients.checkBooks(jar);
    }
}
