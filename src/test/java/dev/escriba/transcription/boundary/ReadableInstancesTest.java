package dev.escriba.transcription.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.Accounts;
import dev.escriba.security.control.ChosenAccount;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.transcription.control.StoredInstances;
import dev.escriba.transcription.entity.InstanceSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whose instances a caller cancels. */
class ReadableInstancesTest {

    private static final String ID = UUID.randomUUID().toString();

    private final Account other = new Account("other", "USD", 6, Instant.EPOCH);
    private final String own = UUID.randomUUID().toString();

    /** The account and the credential whose instances were looked for. */
    private final List<String> looked = new ArrayList<>();

    @Test
    void anAdministratorCancelsThoseOfTheAccountThatItNames() {
        assertStatus(404, () -> readable(Role.ADMINISTRATOR).cancellable(ID, named()));
        assertStatus(404, () -> readable(Role.ADMINISTRATOR).cancellable(ID, Optional.empty()));
        assertThat(looked).containsExactly(other.id() + " all", own + " all");
    }

    @Test
    void othersCancelThoseOfTheirAccountAlone() {
        for (String role : List.of(Role.TRANSCRIBER, Role.INSTANCES_WRITER)) {
            assertStatus(403, () -> readable(role).cancellable(ID, named()));
            assertStatus(404, () -> readable(role).cancellable(ID, Optional.empty()));
        }
        assertThat(looked).containsExactly(own + " key:1", own + " all");
    }

    private Optional<UUID> named() {
        return Optional.of(UUID.fromString(other.id()));
    }

    private static void assertStatus(int status, Runnable call) {
        assertThatExceptionOfType(Problem.class).isThrownBy(call::run).satisfies(problem -> assertThat(problem.status())
                .isEqualTo(status));
    }

    private ReadableInstances readable(String role) {
        ReadableInstances readable = new ReadableInstances();
        readable.currentCaller = new CurrentCaller() {
            @Override
            public Caller get() {
                return new Caller("key:1", own, Set.of(role));
            }
        };
        readable.chosenAccount = new ChosenAccount(new Accounts(null) {
            @Override
            public Optional<Account> find(String id) {
                return Optional.of(other).filter(known -> known.id().equals(id));
            }
        });
        readable.instances = new StoredInstances() {
            @Override
            public Optional<InstanceSummary> find(String accountId, Optional<String> caller, UUID id) {
                looked.add(accountId + " " + caller.orElse("all"));
                return Optional.empty();
            }
        };
        return readable;
    }
}
