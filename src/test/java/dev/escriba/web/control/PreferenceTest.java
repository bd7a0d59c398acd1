package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferenceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "respond-async",
                "Respond-Async",
                " respond-async ",
                "respond-async, wait=10",
                "return=minimal,respond-async",
                "foo=\"a, b\"; c, respond-async; d",
                "respond-async; x=1",
                "return=minimal, wait=10, respond-async",
                "foo=\"a \\\" b, c\", respond-async",
                "respond-async=\"\"",
            })
    void readsThePreferenceAmongOthers(String header) {
        assertThat(Preference.isAsync(header)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "respond-asynchronously",
                "wait=10",
                "foo=\"x, respond-async\"",
                "no-respond-async",
                "x; respond-async",
                "\"unclosed, respond-async"
            })
    void ignoresWhatIsNoSuchPreference(String header) {
        assertThat(Preference.isAsync(header)).isFalse();
    }
}
