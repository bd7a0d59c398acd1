package dev.escriba.start.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.models.entity.AiModel;
import dev.escriba.speech.entity.Readiness;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartBlockTest {

    private static final String UNMAINTAINED = "Payara 6 is not maintained any more";

    private static final AiModel MODEL = new AiModel(
            UUID.fromString("5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00"),
            "Both",
            "Escriba",
            AiModel.EMBEDDED,
            List.of("en", "es"),
            true,
            "MIT",
            Optional.empty(),
            false);

    private static StartBlock block(
            String server, String servlet, Readiness readiness, Optional<String> key, Optional<URI> url) {
        return new StartBlock(
                "1.2.3",
                server,
                servlet,
                "Java 25",
                Path.of("/data"),
                "H2 2.2.224",
                List.of(MODEL),
                readiness,
                key,
                url,
                "/");
    }

    @Test
    void saysWhatRunsOnWhatWithWhatAndWhere() {
        StartBlock block = block(
                "Payara Micro",
                "6.1",
                Readiness.up(),
                Optional.of("This is the API key: k"),
                Optional.of(URI.create("https://speech.example.com")));
        assertThat(block.text().lines())
                .containsExactly(
                        "Escriba 1.2.3 is ready",
                        "  Server: Payara Micro, Jakarta Servlet 6.1, Java 25",
                        "  Data: /data, database H2 2.2.224",
                        "  Model: Both (en, es), ready",
                        "  Address: https://speech.example.com",
                        "  This is the API key: k");
    }

    @Test
    void withoutAPublicAddressThePathIsNamed() {
        assertThat(block("WildFly", "6.0", Readiness.up(), Optional.empty(), Optional.empty())
                        .text()
                        .lines())
                .last()
                .isEqualTo("  Path: /");
    }

    @Test
    void modelsThatFailedAreNamedWithTheReasonAndTheKeyIsShown() {
        String text = block("WildFly", "6.0", Readiness.down("no memory"), Optional.of("key: k"), Optional.empty())
                .text();
        assertThat(text)
                .startsWith("Escriba 1.2.3 cannot transcribe")
                .contains("Model: Both (en, es), not available: no memory", "key: k");
    }

    @ParameterizedTest
    @CsvSource({
        "Payara Micro, 6.0, true",
        "Payara Micro, 6.1, false",
        "Payara Server 6.2025.9 #badassfish, 6.0, true",
        "Payara Server  7.2026.11 #badassfish, 6.1, false",
        "WildFly Full 39.0.1.Final, 6.0, false",
        "IBM WebSphere Liberty/26.0.0.5, 6.0, false"
    })
    void theLineThatIsNotMaintainedIsNamed(String server, String servlet, boolean named) {
        String text = block(server, servlet, Readiness.up(), Optional.empty(), Optional.empty())
                .text();
        assertThat(text.contains(UNMAINTAINED)).isEqualTo(named);
    }
}
