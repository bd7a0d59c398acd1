package dev.escriba.security.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.security.entity.SignedIn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignOnTest {

    private static final Account FIRST = Account.first("USD", 6, Instant.EPOCH);
    private static final Account SALES = new Account("sales", "USD", 6, Instant.EPOCH);
    private static final Account LEGAL = new Account("legal", "USD", 6, Instant.EPOCH);

    private static final Accounts ACCOUNTS = new Accounts(null) {
        @Override
        public Optional<Account> find(String id) {
            return List.of(FIRST, SALES, LEGAL).stream()
                    .filter(account -> account.id().equals(id))
                    .findFirst();
        }

        @Override
        public Optional<Account> findByName(String name) {
            return List.of(FIRST, SALES, LEGAL).stream()
                    .filter(account -> account.name().equals(name))
                    .findFirst();
        }
    };

    private static final Map<String, List<String>> GROUPS = Map.of(
            Role.TRANSCRIBER, List.of("speech", " callcentre"),
            Role.AUDITOR, List.of("controlling"),
            Role.ADMINISTRATOR, List.of("it"));

    private final SignOn usual =
            new SignOn(ACCOUNTS, new SignOnSettings(GROUPS, Optional.empty(), false, false, false));
    private final SignOn strict =
            new SignOn(ACCOUNTS, new SignOnSettings(GROUPS, Optional.of("escriba-"), true, false, false));

    @Test
    void groupsStandForRoles() {
        assertThat(usual.caller(signedIn(Set.of("speech", "controlling", "others"), null))
                        .roles())
                .containsExactlyInAnyOrder(Role.TRANSCRIBER, Role.FILES_USER, Role.AUDITOR);
        assertThat(usual.caller(signedIn(Set.of("controlling"), null)).roles()).containsExactly(Role.AUDITOR);
        assertThat(usual.caller(signedIn(Set.of(), null)).roles()).isEmpty();
        // role names are not groups unless the configuration says so
        assertThat(usual.caller(signedIn(Set.of(Role.ADMINISTRATOR), null)).roles())
                .isEmpty();
    }

    @Test
    void aPersonWhoTranscribesMayUseFiles() {
        assertThat(usual.caller(signedIn(Set.of("callcentre"), null)).roles())
                .containsExactlyInAnyOrder(Role.TRANSCRIBER, Role.FILES_USER);
    }

    @Test
    void theServerMayHaveGivenRolesAlready() {
        Caller caller = usual.caller(signedIn(Set.of("controlling"), null), Set.of(Role.TRANSCRIBER));
        assertThat(caller.roles()).containsExactlyInAnyOrder(Role.TRANSCRIBER, Role.FILES_USER, Role.AUDITOR);
    }

    @Test
    void callerWithoutAnAccountBelongsToTheFirst() {
        assertThat(usual.caller(signedIn(Set.of(), null)).accountId()).isEqualTo(FIRST.id());
    }

    @Test
    void anAccountIsNamedByAClaimOrAGroup() {
        assertThat(strict.caller(signedIn(Set.of(), "sales")).accountId()).isEqualTo(SALES.id());
        assertThat(strict.caller(signedIn(Set.of(), SALES.id())).accountId()).isEqualTo(SALES.id());
        assertThat(strict.caller(signedIn(Set.of("escriba-legal", "escriba-"), null))
                        .accountId())
                .isEqualTo(LEGAL.id());
        assertThat(strict.caller(signedIn(Set.of("escriba-sales"), "sales")).accountId())
                .isEqualTo(SALES.id());
    }

    @Test
    void refusesUnknownAndAmbiguousAccounts() {
        refuses(strict, signedIn(Set.of(), null));
        refuses(strict, signedIn(Set.of(), "unknown"));
        refuses(usual, signedIn(Set.of(), "unknown"));
        refuses(strict, signedIn(Set.of("escriba-legal", "escriba-sales"), null));
        refuses(strict, signedIn(Set.of("escriba-legal"), "sales"));
    }

    @Test
    void aNameFitsIntoTheTables() {
        String name = usual.caller(new SignedIn("x".repeat(5_000), "x", Set.of(), Optional.empty()))
                .name();
        assertThat(name).hasSizeLessThan(Caller.MAX_NAME_CHARACTERS).startsWith("user:");
        assertThat(usual.caller(new SignedIn("ana\nadmin", "x", Set.of(), Optional.empty()))
                        .name())
                .doesNotContain("\n")
                .doesNotContain("admin");
        assertThat(usual.caller(new SignedIn("ana\u00A0paz", "x", Set.of(), Optional.empty()))
                        .name())
                .doesNotContain("ana");
        assertThat(usual.caller(new SignedIn("ana", "x", Set.of(), Optional.empty()))
                        .name())
                .isEqualTo("user:ana");
    }

    private static void refuses(SignOn signOn, SignedIn signedIn) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> signOn.caller(signedIn))
                .satisfies(problem -> {
                    assertThat(problem.status()).isEqualTo(403);
                    assertThat(problem.message().key()).isEqualTo("security.no-account");
                });
    }

    private static SignedIn signedIn(Set<String> groups, String account) {
        return new SignedIn("ana", "Ana", groups, Optional.ofNullable(account));
    }
}
