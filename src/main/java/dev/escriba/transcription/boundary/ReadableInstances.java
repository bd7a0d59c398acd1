package dev.escriba.transcription.boundary;

import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.ChosenAccount;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.transcription.control.StoredInstances;
import dev.escriba.transcription.entity.InstanceSummary;
import dev.escriba.web.control.Parameters;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;

/**
 * The instances that the caller may read: those of its account, or of its credential if it may only transcribe. An
 * administrator may read and cancel those of another account, which it names.
 */
@RequestScoped
class ReadableInstances {

    @Inject
    CurrentCaller currentCaller;

    @Inject
    ChosenAccount chosenAccount;

    @Inject
    StoredInstances instances;

    /**
     * The instance with this id.
     *
     * @param account the account that the request names
     * @throws Problem 403 or 404 where the caller may not read the account; 404 where there is no such instance, or
     *     where the caller may not read it
     */
    InstanceSummary required(String id, Optional<UUID> account) {
        Caller caller = currentCaller.get();
        String accountId = accountId(caller, account);
        return Parameters.pathId(id)
                .flatMap(known -> instances.find(accountId, onlyOwn(caller), known))
                .orElseThrow(() -> Problem.of(404, "instance.unknown"));
    }

    /** Reads the parameter that names an account. */
    static Optional<UUID> account(String accountId) {
        Parameters parameters = new Parameters();
        Optional<UUID> account = parameters.uuid(ChosenAccount.PARAMETER, accountId);
        parameters.check();
        return account;
    }

    /** The id of the account whose instances the caller reads. */
    String accountId(Caller caller, Optional<UUID> account) {
        // the caller's own account needs no look-up
        return account.map(named -> chosenAccount.of(caller, account).id()).orElse(caller.accountId());
    }

    /**
     * The instance with this id, to cancel it. A caller without a role for all instances of its account cancels those
     * of its credential.
     *
     * @param account the account that the request names
     * @throws Problem 403 or 404 as {@link #required}; 404 where the caller may not cancel the instance
     */
    InstanceSummary cancellable(String id, Optional<UUID> account) {
        Caller caller = currentCaller.get();
        Optional<String> only = caller.hasAnyRole(Role.INSTANCES_WRITER, Role.ADMINISTRATOR)
                ? Optional.empty()
                : Optional.of(caller.getName());
        String accountId = accountId(caller, account);
        return Parameters.pathId(id)
                .flatMap(known -> instances.find(accountId, only, known))
                .orElseThrow(() -> Problem.of(404, "instance.unknown"));
    }

    /** The credential whose instances the caller sees; empty if it sees those of all credentials of its account. */
    static Optional<String> onlyOwn(Caller caller) {
        return caller.hasAnyRole(Role.INSTANCES_READER, Role.AUDITOR, Role.ADMINISTRATOR)
                ? Optional.empty()
                : Optional.of(caller.getName());
    }
}
