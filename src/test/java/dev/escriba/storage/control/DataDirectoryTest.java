package dev.escriba.storage.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path root;

    /** Two nodes with the same id would end each other's runs, even with two databases. */
    @Test
    void belongsToOneProcessUntilThatLetsGo() {
        DataDirectory first = opened();
        assertThatIllegalStateException().isThrownBy(this::opened).withMessageContaining("in use");
        first.release();
        DataDirectory second = opened();
        assertThat(second.node()).isEqualTo(first.node());
        second.release();
    }

    private DataDirectory opened() {
        DataDirectory directory = new DataDirectory(new StorageSettings(root));
        directory.lock();
        return directory;
    }
}
