package dev.escriba.security.control;

import dev.escriba.culture.entity.VisibleText;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Limits;
import dev.escriba.security.entity.Pepper;
import dev.escriba.security.entity.Role;
import dev.escriba.security.entity.SignedIn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Maps the identity that a sign-on reports to a caller: its account and its roles. */
@ApplicationScoped
public class SignOn {

    private Accounts accounts;
    private SignOnSettings settings;

    protected SignOn() {}

    @Inject
    public SignOn(Accounts accounts, SignOnSettings settings) {
        this.accounts = accounts;
        this.settings = settings;
    }

    /** All groups that the configuration gives a role. */
    public Set<String> groups() {
        return settings.groupsOfRole().values().stream()
                .flatMap(List::stream)
                .map(String::strip)
                .collect(Collectors.toSet());
    }

    /**
     * The caller, with the roles that the configuration gives to the groups.
     *
     * @throws Problem 403 if the account is unknown, ambiguous or disabled
     */
    public Caller caller(SignedIn signedIn) {
        return caller(signedIn, Set.of());
    }

    /** As {@link #caller(SignedIn)}, with roles that the server has assigned. */
    public Caller caller(SignedIn signedIn, Set<String> given) {
        Set<String> roles = new HashSet<>(given);
        settings.groupsOfRole().forEach((role, groups) -> {
            if (groups.stream().map(String::strip).anyMatch(signedIn.groups()::contains)) {
                roles.add(role);
            }
        });
        if (roles.contains(Role.TRANSCRIBER)) {
            // the hub's clients upload a recording before they transcribe it; only keys have the two rights apart
            roles.add(Role.FILES_USER);
        }
        Account account = account(signedIn).orElseThrow(() -> Problem.of(403, "security.no-account"));
        account.requireEnabled();
        return new Caller(
                name(signedIn),
                account.id(),
                roles,
                Optional.empty(),
                new Limits(Optional.empty(), account.requestsPerMinute()));
    }

    private Optional<Account> account(SignedIn signedIn) {
        List<String> named = Stream.concat(signedIn.account().stream(), accountsOfGroups(signedIn))
                .distinct()
                .toList();
        if (named.isEmpty()) {
            return settings.accountRequired() ? Optional.empty() : accounts.find(Account.firstId());
        }
        // with two accounts it is unknown which one pays
        return named.size() > 1
                ? Optional.empty()
                : accounts.findByName(named.get(0)).or(() -> accounts.find(named.get(0)));
    }

    private Stream<String> accountsOfGroups(SignedIn signedIn) {
        return settings.accountGroupPrefix().stream().flatMap(prefix -> signedIn.groups().stream()
                .filter(group -> group.startsWith(prefix) && group.length() > prefix.length())
                .map(group -> group.substring(prefix.length())));
    }

    /**
     * The name that instances and ledger lines store. A digest replaces a name that is too long or has characters
     * that {@link VisibleText} refuses.
     */
    private static String name(SignedIn signedIn) {
        String name = "user:" + signedIn.subject();
        return name.length() <= Caller.MAX_NAME_CHARACTERS
                        && VisibleText.faultOfName(name).isEmpty()
                ? name
                : "user:" + Pepper.sha256(signedIn.subject());
    }
}
