package dev.escriba.reporting.control;

import dev.escriba.models.control.Models;
import dev.escriba.reporting.entity.Grouping;
import dev.escriba.reporting.entity.Usage;
import dev.escriba.security.control.Accounts;
import dev.escriba.security.control.KeyNames;
import dev.escriba.security.entity.Account;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Adds the names of models, keys and accounts to sums that are grouped by their ids. */
@ApplicationScoped
public class UsageNames {

    @Inject
    Models models;

    @Inject
    KeyNames keys;

    @Inject
    Accounts accounts;

    protected UsageNames() {}

    /** For use without a container. */
    public UsageNames(Models models, KeyNames keys, Accounts accounts) {
        this.models = models;
        this.keys = keys;
        this.accounts = accounts;
    }

    public List<Usage> add(Grouping grouping, List<Usage> usage) {
        Map<String, String> names = names(
                grouping,
                usage.stream().map(Usage::group).filter(Objects::nonNull).toList());
        return usage.stream()
                .map(one -> one.named(
                        Optional.ofNullable(one.group()).map(names::get).orElse(null)))
                .toList();
    }

    private Map<String, String> names(Grouping grouping, List<String> groups) {
        return switch (grouping) {
            case MODEL -> {
                Map<String, String> names = new HashMap<>();
                models.all().forEach(model -> names.put(model.id().toString(), model.name()));
                yield names;
            }
            case KEY -> keys.of(groups);
            case ACCOUNT ->
                groups.stream()
                        .flatMap(id -> accounts.find(id).stream())
                        .collect(Collectors.toMap(Account::id, Account::name));
            case DAY, USER_IDENTIFIER, CHANNEL -> Map.of();
        };
    }
}
