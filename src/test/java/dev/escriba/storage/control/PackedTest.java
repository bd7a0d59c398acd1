package dev.escriba.storage.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class PackedTest {

    @Test
    void readsFilesInDirectories() throws IOException {
        try (InputStream tokens = Packed.open("models/moonshine-tiny-en/tokens.txt")) {
            assertThat(tokens.readAllBytes()).hasSizeGreaterThan(100_000);
        }
        assertThat(Packed.has("models/SHA256SUMS")).isTrue();
    }

    @Test
    void readsFilesInJars() throws IOException {
        try (InputStream type = Packed.open("org/assertj/core/api/Assertions.class")) {
            assertThat(type.read()).isEqualTo(0xca);
        }
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(Packed.has("models/none.onnx")).isFalse();
        assertThat(Packed.has("none/at/all")).isFalse();
        assertThatThrownBy(() -> Packed.open("models/none.onnx"))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("models/none.onnx");
    }
}
