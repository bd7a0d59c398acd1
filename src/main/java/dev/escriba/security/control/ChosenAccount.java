package dev.escriba.security.control;

import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;

/** The account that a request is about: the one that it names, or that of the caller. */
@ApplicationScoped
public class ChosenAccount {

    /** The name of the parameter. */
    public static final String PARAMETER = "accountId";

    private Accounts accounts;

    protected ChosenAccount() {}

    @Inject
    public ChosenAccount(Accounts accounts) {
        this.accounts = accounts;
    }

    /**
     * The account of a request.
     *
     * @param named the account that the request names
     * @throws Problem 403 if a caller other than an administrator names another account than its own; 404 if an
     *     administrator names an account that does not exist
     */
    public Account of(Caller caller, Optional<UUID> named) {
        String id = named.map(UUID::toString).orElse(caller.accountId());
        if (id.equals(caller.accountId())) {
            return accounts.required(id);
        }
        if (!caller.hasAnyRole(Role.ADMINISTRATOR)) {
            throw Problem.at(PARAMETER, 403, "security.account-other");
        }
        return accounts.find(id).orElseThrow(() -> Problem.at(PARAMETER, 404, "security.account-unknown"));
    }
}
