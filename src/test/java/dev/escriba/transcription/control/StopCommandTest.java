package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.problem.entity.Problem;
import java.lang.management.ManagementFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StopCommandTest {

    private final StopCommand command = new StopCommand();

    @BeforeEach
    void inject() {
        command.work = new WorkInProgress();
    }

    @AfterEach
    void forget() {
        System.clearProperty(StopCommand.WANTED);
        command.end();
    }

    @Test
    void theMainClassStopsTheRuns() throws Exception {
        System.setProperty(StopCommand.WANTED, "true");
        command.start("start");
        ManagementFactory.getPlatformMBeanServer()
                .invoke(new ObjectName(StopCommand.NAME), "run", new Object[0], new String[0]);
        assertThat(command.work.isStopping()).isTrue();
        assertThatThrownBy(command.work::enter).isInstanceOf(Problem.class);
    }

    @Test
    void otherServersHaveNoSuchCommand() throws Exception {
        command.start("start");
        assertThat(isRegistered()).isFalse();
    }

    @Test
    void theCommandEndsWithTheApplication() throws Exception {
        System.setProperty(StopCommand.WANTED, "true");
        command.start("start");
        assertThat(isRegistered()).isTrue();
        command.end();
        assertThat(isRegistered()).isFalse();
    }

    private static boolean isRegistered() throws Exception {
        return ManagementFactory.getPlatformMBeanServer().isRegistered(new ObjectName(StopCommand.NAME));
    }
}
