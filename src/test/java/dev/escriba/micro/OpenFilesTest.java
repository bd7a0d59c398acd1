package dev.escriba.micro;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenFilesTest {

    @Test
    void aLowLimitIsNamedWithTheNeededOne() {
        assertThat(OpenFiles.missing(limits("200")))
                .contains("The process may open 200 files. It needs 1024. Raise the limit (ulimit -n, or LimitNOFILE of"
                        + " systemd).");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1024", "1048576", "unlimited"})
    void theUsualLimitsAreEnough(String files) {
        assertThat(OpenFiles.missing(limits(files))).isEmpty();
    }

    @Test
    void aSystemThatDoesNotTellItIsNoReason() {
        assertThat(OpenFiles.missing("")).isEmpty();
    }

    private static String limits(String files) {
        return "Limit                     Soft Limit           Hard Limit           Units     \n"
                + "Max processes             96293                96293                processes \n"
                + "Max open files            " + files + "                 " + files + "                 files     \n"
                + "Max locked memory         8388608              8388608              bytes     \n";
    }
}
