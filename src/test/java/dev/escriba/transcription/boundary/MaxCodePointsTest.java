package dev.escriba.transcription.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.ConstraintValidatorContext;
import org.junit.jupiter.api.Test;

class MaxCodePointsTest {

    private static final ConstraintValidatorContext NONE = null;

    @MaxCodePoints(3)
    private String limited;

    @Test
    void aCharacterOutsideTheBasicPlaneCountsOnce() {
        assertThat(isValid("\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00")).isTrue();
        assertThat(isValid("abc")).isTrue();
        assertThat(isValid("abcd")).isFalse();
        assertThat(isValid("\uD83D\uDE00abc")).isFalse();
        assertThat(isValid(null)).isTrue();
    }

    private boolean isValid(String text) {
        limited = text;
        MaxCodePoints.Check check = new MaxCodePoints.Check();
        try {
            check.initialize(getClass().getDeclaredField("limited").getAnnotation(MaxCodePoints.class));
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
        return check.isValid(limited, NONE);
    }
}
