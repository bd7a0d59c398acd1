package dev.escriba.security.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.security.NoRequest;
import dev.escriba.security.entity.Pepper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealingTest {

    private static final byte[] TEXT = "some words".getBytes(StandardCharsets.UTF_8);

    private final Sealing sealing = new Sealing(NoRequest.peppers());

    @Test
    void opensWhatItSealed() {
        byte[] sealed = sealing.seal("here", TEXT, 4);
        assertThat(sealed).hasSize(4 + Sealing.OVERHEAD_BYTES);
        assertThat(new String(sealing.open("here", sealed), StandardCharsets.UTF_8))
                .isEqualTo("some");
    }

    @Test
    void sealsTheSameTextDifferentlyEachTime() {
        assertThat(sealing.seal("here", TEXT, TEXT.length)).isNotEqualTo(sealing.seal("here", TEXT, TEXT.length));
    }

    @Test
    void refusesAnotherContext() {
        byte[] sealed = sealing.seal("here", TEXT, TEXT.length);
        assertThatThrownBy(() -> sealing.open("there", sealed)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 20, 30})
    void refusesAChangedByte(int position) {
        byte[] sealed = sealing.seal("here", TEXT, TEXT.length);
        sealed[position] ^= 1;
        assertThatThrownBy(() -> sealing.open("here", sealed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesWhatIsTooShort() {
        assertThatThrownBy(() -> sealing.open("here", new byte[3])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void opensWhatItSealedBeforeThePepperChanged() {
        byte[] sealed = sealing.seal("here", TEXT, TEXT.length);
        Pepper next = new Pepper("the next pepper, which is long enough");
        Sealing later = new Sealing(new Peppers(next, NoRequest.PEPPER, null));
        assertThat(later.open("here", sealed)).isEqualTo(TEXT);
        assertThatThrownBy(() -> sealing.open("here", later.seal("here", TEXT, TEXT.length)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesThePepperOfAnotherService() {
        byte[] sealed = sealing.seal("here", TEXT, TEXT.length);
        Sealing other = new Sealing(new Peppers(new Pepper("another pepper that is long enough"), null));
        assertThatThrownBy(() -> other.open("here", sealed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pepper");
    }
}
