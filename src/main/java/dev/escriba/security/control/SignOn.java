package dev.escriba.security.control;

import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Limits;
import dev.escriba.security.entity.Pepper;
import dev.escriba.security.entity.SignedIn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells what somebody who was signed in, by whatever it was, may do here, and for which account. */
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

    /** All groups that have a role. */
    public Set<String> groups() {
        return settings.groupsOfRole().values().stream()
                .flatMap(List::stream)
                .map(String::strip)
                .collect(Collectors.toSet());
    }

    /**
     * The caller, with the roles that the configuration gives to the groups.
     *
     * @throws Problem 403 where it is not known for which account
     */
    public Caller caller(SignedIn somebody) {
        return caller(somebody, Set.of());
    }

    /** As {@link #caller(SignedIn)}, with roles that the server has given already. */
    public Caller caller(SignedIn somebody, Set<String> given) {
        Set<String> roles = new HashSet<>(given);
        settings.groupsOfRole().forEach((role, groups) -> {
            if (groups.stream().map(String::strip).anyMatch(somebody.groups()::contains)) {
                roles.add(role);
            }
        });
        Account account = account(somebody).orElseThrow(() -> Problem.of(403, "security.no-account"));
        return new Caller(
                name(somebody),
                account.id(),
                roles,
                Optional.empty(),
                new Limits(Optional.empty(), account.requestsPerMinute()));
    }

    private Optional<Account> account(SignedIn somebody) {
        List<String> named = Stream.concat(somebody.account().stream(), accountsOfGroups(somebody))
                .distinct()
                .toList();
        if (named.isEmpty()) {
            return settings.accountRequired() ? Optional.empty() : accounts.find(Account.firstId());
        }
        // somebody of two accounts would have to say which one pays, and cannot
        return named.size() > 1
                ? Optional.empty()
                : accounts.findByName(named.get(0)).or(() -> accounts.find(named.get(0)));
    }

    private Stream<String> accountsOfGroups(SignedIn somebody) {
        return settings.accountGroupPrefix().stream().flatMap(prefix -> somebody.groups().stream()
                .filter(group -> group.startsWith(prefix) && group.length() > prefix.length())
                .map(group -> group.substring(prefix.length())));
    }

    /** Instances and ledger lines are stored under it; what is too long, or not fit to be read, is told apart by a digest. */
    private static String name(SignedIn somebody) {
        String name = "user:" + somebody.subject();
        return name.length() <= Caller.MAX_NAME_CHARACTERS && name.chars().noneMatch(Character::isISOControl)
                ? name
                : "user:" + Pepper.sha256(somebody.subject());
    }
}
