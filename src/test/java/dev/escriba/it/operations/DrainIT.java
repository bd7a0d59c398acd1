package dev.escriba.it.operations;

import static dev.escriba.it.support.Service.Part.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Recordings;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.UberJar;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A node is taken out of service in the way of {@code server-config/bin/drain.sh}. */
class DrainIT {

    private static final String OWN_KEY = "a-key-for-the-tests-of-this-build-alone";
    private static final String BOOTSTRAP = "-Describa.security.bootstrap-key=" + OWN_KEY;

    @Test
    void aDrainedNodeEndsWhatRunsServesWhatComesAndForgetsAtItsNextStart() throws Exception {
        Path home = Files.createDirectories(Path.of("target/it/drain").toAbsolutePath());
        Path data = home.resolve("data");
        // a relative path without a dot, which H2 alone would refuse
        try (UberJar jar = UberJar.start(home, "first.log", BOOTSTRAP, "-Describa.data.dir=data")) {
            Service service = jar.service(OWN_KEY);
            CompletableFuture<HttpResponse<String>> running =
                    CompletableFuture.supplyAsync(() -> service.transcribe(file("File", Recordings.minutes(2))));
            Await.until("run", Duration.ofSeconds(30), () -> runs(service) == 1);
            assertThat(check(service).toString()).as("to strangers").doesNotContain("runs", "requests");

            assertThat(drain(data, "0", "0")).as("while it runs").isEqualTo(1);
            HttpResponse<String> ready = service.get("/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(draining(service).getString("reason")).isEqualTo("draining");
            assertThat(number(service, "runs")).isEqualTo(1);
            assertThat(service.get("/health/live").statusCode()).isEqualTo(200);
            Answer.success(service.transcribe(file("File", MediaFixture.ENGLISH)));

            assertThat(drain(data, "120", "1", String.valueOf(jar.pid())))
                    .as("with enough time")
                    .isZero();
            Answer.success(running.get());
            assertThat(number(service, "requests")).isZero();

            Files.delete(data.resolve("drain"));
            assertThat(service.get("/health/ready").statusCode()).isEqualTo(200);
            Files.createFile(data.resolve("drain"));
        }
        // the file drain was made for the process before, so this start becomes ready and deletes it
        UberJar.start(home, "second.log", BOOTSTRAP).close();
        assertThat(data.resolve("drain")).doesNotExist();
    }

    @Test
    void theScriptRefusesWhatItDoesNotUnderstand() throws Exception {
        assertThat(drain(Path.of("target/there-is-no-such-directory"))).isEqualTo(2);
        assertThat(drain(Path.of("target"), "soon")).isEqualTo(2);
        assertThat(Path.of("target/drain")).doesNotExist();
    }

    private static JsonObject draining(Service service) {
        return check(service).getJsonObject("data");
    }

    private static JsonObject check(Service service) {
        return Answer.json(service.get("/health/ready")).getJsonArray("checks").stream()
                .map(JsonObject.class::cast)
                .filter(check -> "draining".equals(check.getString("name")))
                .findFirst()
                .orElseThrow();
    }

    private static int runs(Service service) {
        return service.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("escriba_runs_in_progress "))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** Some servers write numbers in the data of a health check as texts. */
    private static int number(Service service, String name) {
        return Integer.parseInt(draining(service).get(name).toString().replace("\"", ""));
    }

    private static int drain(Path data, String... arguments) throws Exception {
        String[] command = new String[2 + arguments.length];
        command[0] = Path.of("server-config/bin/drain.sh").toAbsolutePath().toString();
        command[1] = data.toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
