package dev.escriba.models.control;

import dev.escriba.culture.entity.Message;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.CatalogueEntry;
import dev.escriba.models.entity.CatalogueModel;
import dev.escriba.models.entity.StoredModel;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.Audit;
import dev.escriba.security.entity.Act;
import dev.escriba.security.entity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Changes the stored catalogue, for administrators. Each change writes a line of the audit log in the same transaction.
 * A change that is refused changes nothing.
 */
@ApplicationScoped
public class CatalogueAdministration {

    @Inject
    Models models;

    @Inject
    CatalogueTransactions transactions;

    protected CatalogueAdministration() {}

    /** For use without a container. */
    public CatalogueAdministration(Models models, CatalogueTransactions transactions) {
        this.models = models;
        this.transactions = transactions;
    }

    /**
     * Adds a remote model.
     *
     * @param id empty for a new one
     * @throws Problem 400 with one message for each wrong field; 409 where there is a model of this id
     */
    public CatalogueModel create(Caller author, Optional<UUID> id, CatalogueEntry entry) {
        return changed(transactions.create(author, id.orElseGet(UUID::randomUUID), entry));
    }

    /**
     * Replaces what is stored of a model.
     *
     * @param version the state that the change is based on; empty for any
     * @throws Problem 404 where there is no such model; 412 where it has another version; 400 with one message for each
     *     wrong field
     */
    public CatalogueModel replace(Caller author, UUID id, Optional<Integer> version, CatalogueEntry entry) {
        return changed(transactions.replace(author, id, version, entry));
    }

    /**
     * Deletes a remote model. Its executions stay as they are.
     *
     * @throws Problem as {@link #replace}; 409 where it is the default or runs here
     */
    public void delete(Caller author, UUID id, Optional<Integer> version) {
        transactions.delete(author, id, version);
        models.refresh();
    }

    /** Answers with the row that was stored, even if another administrator changes it meanwhile. */
    private CatalogueModel changed(StoredModel row) {
        models.refresh();
        return models.catalogued(row);
    }

    static Problem unknown() {
        return Problem.of(404, "model.unknown");
    }

    /** What the audit log keeps of a model. */
    static Map<String, Object> details(CatalogueEntry entry) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("name", entry.name());
        details.put("provider", entry.provider());
        details.put("languages", entry.languages());
        details.put("enabled", entry.enabled());
        details.put("default", entry.isDefault());
        details.put("fallback", entry.fallback().stream().map(UUID::toString).toList());
        details.put(
                "maxAudioSeconds",
                entry.limits().maxAudioSeconds().map(String::valueOf).orElse("none"));
        details.put(
                "maxTokensPerMinute",
                entry.limits().maxTokensPerMinute().map(String::valueOf).orElse("none"));
        entry.remote().ifPresent(remote -> {
            details.put("upstream", remote.upstream());
            details.put("upstreamModel", remote.model());
        });
        return details;
    }

    /** The rules that concern one entry and the rows beside it. */
    static void check(CatalogueEntry entry, UUID id, List<StoredModel> rows, boolean isPriced, boolean chargeable) {
        Map<String, Message> errors = new LinkedHashMap<>();
        for (StoredModel row : rows) {
            if (!row.isDeleted() && !row.id().equals(id) && row.entry().name().equals(entry.name())) {
                errors.put("name", Message.of("model.name-taken"));
            }
        }
        for (UUID other : entry.fallback()) {
            boolean known =
                    rows.stream().anyMatch(row -> !row.isDeleted() && row.id().equals(other));
            if (!known || other.equals(id)) {
                errors.put("fallback", Message.of("model.fallback"));
            }
        }
        if (entry.isDefault() && !entry.enabled()) {
            errors.put("enabled", Message.of("model.default-disabled"));
        }
        if (chargeable && entry.enabled() && !isPriced && entry.price().isEmpty()) {
            errors.put("price", Message.of("model.price-needed"));
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }

    /** Records an act about a model. */
    static void record(Audit audit, Caller author, Act act, UUID id, Map<String, Object> details) {
        audit.record(author.getName(), act, id.toString(), Optional.empty(), details);
    }

    /** The entry of a model that runs here: only the installation knows what it is. */
    static CatalogueEntry ofInstalled(CatalogueEntry wanted, CatalogueEntry stored, Optional<AiModel> local) {
        if (stored.remote().isPresent()) {
            if (wanted.remote().isEmpty()) {
                throw Problem.invalid("remote", "model.remote-needed");
            }
            return wanted;
        }
        Map<String, Message> errors = new LinkedHashMap<>();
        Message fixed = Message.of("model.fixed");
        if (wanted.remote().isPresent()) {
            errors.put("remote", fixed);
        }
        if (!wanted.provider().equals(local.map(AiModel::provider).orElse(stored.provider()))) {
            errors.put("provider", fixed);
        }
        if (!wanted.languages().equals(local.map(AiModel::languages).orElse(stored.languages()))) {
            errors.put("languages", fixed);
        }
        if (!wanted.fallback().isEmpty()) {
            errors.put("fallback", Message.of("model.fallback-here"));
        }
        if (!wanted.licence().equals(local.map(AiModel::licence).orElse(stored.licence()))) {
            errors.put("licence", fixed);
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return wanted;
    }
}
