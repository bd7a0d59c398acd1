package dev.escriba.models.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.escriba.Configured;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.CatalogueEntry;
import dev.escriba.models.entity.CatalogueModel;
import dev.escriba.models.entity.ModelLimits;
import dev.escriba.models.entity.Price;
import dev.escriba.models.entity.PriceInForce;
import dev.escriba.models.entity.RemoteAddress;
import dev.escriba.models.entity.StoredModel;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.security.NoRequest;
import dev.escriba.security.entity.Caller;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stored catalogue on a real database, each step in a transaction of its own, as in the container. */
class CatalogueTest {

    private static final UUID REMOTE = UUID.fromString("7a7a7a7a-0000-4000-8000-000000000001");
    private static final Caller AUTHOR = new Caller("key:admin", "account", Set.of());

    private static final AiModel LOCAL = new AiModel(
            Models.DETECTING,
            "Local",
            "Escriba",
            AiModel.EMBEDDED,
            List.of("en", "es"),
            true,
            "MIT",
            Optional.empty(),
            false);

    /** One node. Several nodes have the same database. */
    private static final class Node {
        private final EntityManagerFactory factory;
        private final EntityManager entities;
        private final Set<UUID> priced = new HashSet<>();
        final Set<UUID> ineffective = new HashSet<>();
        final Models models;
        final CatalogueAdministration administration;
        final List<String> warnings = new ArrayList<>();

        Node(Databases.Database database, List<AiModel> installed, String... settings) {
            factory = database.entityManagers();
            entities = factory.createEntityManager();
            ConfiguredPrices prices = new ConfiguredPrices();
            prices.settings = Configured.read(ModelSettings::read, settings);
            StoredModels stored = new StoredModels(entities, Clock.systemUTC()) {
                @Override
                public List<StoredModel> all() {
                    entities.clear();
                    return super.all();
                }

                @Override
                public void limit(UUID id, ModelLimits limits) {
                    inTransaction(() -> {
                        super.limit(id, limits);
                        return null;
                    });
                }

                @Override
                public void seed(AiModel model, CatalogueEntry entry) {
                    inTransaction(() -> {
                        super.seed(model, entry);
                        return null;
                    });
                }
            };
            List<AiModel> all = new ArrayList<>(installed);
            all.addAll(prices.settings.remote());
            models = new Models(all, prices, stored, modelPrices());
            CatalogueTransactions transactions =
                    new CatalogueTransactions(
                            models,
                            stored,
                            prices,
                            modelPrices(),
                            NoRequest.audit(entities, Clock.systemUTC()),
                            Clock.systemUTC()) {
                        @Override
                        public StoredModel create(Caller author, UUID id, CatalogueEntry entry) {
                            return inTransaction(() -> super.create(author, id, entry));
                        }

                        @Override
                        public StoredModel replace(
                                Caller author, UUID id, Optional<Integer> version, CatalogueEntry entry) {
                            return inTransaction(() -> super.replace(author, id, version, entry));
                        }

                        @Override
                        public void delete(Caller author, UUID id, Optional<Integer> version) {
                            inTransaction(() -> {
                                super.delete(author, id, version);
                                return null;
                            });
                        }
                    };
            administration = new CatalogueAdministration(models, transactions);
        }

        Node start() {
            Logger logger = Logger.getLogger(Models.class.getName());
            Handler handler = new Handler() {
                @Override
                public void publish(LogRecord record) {
                    warnings.add(record.getMessage());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
            logger.addHandler(handler);
            try {
                models.start(new Object());
            } finally {
                logger.removeHandler(handler);
            }
            return this;
        }

        private ModelPrices modelPrices() {
            return new ModelPrices() {
                @Override
                public Map<UUID, PriceInForce> inForce(String accountId) {
                    return Map.of();
                }

                @Override
                public void set(Caller author, AiModel model, Price price) {
                    priced.add(model.id());
                }

                @Override
                public void requireBound(AiModel model) {}

                @Override
                public void requireEffective(AiModel model) {
                    if (ineffective.contains(model.id())) {
                        throw Problem.invalid("price", "model.price-rounds", 1);
                    }
                }

                @Override
                public String currency() {
                    return "USD";
                }

                @Override
                public boolean isPriced(UUID model) {
                    return priced.contains(model);
                }
            };
        }

        private <T> T inTransaction(Callable<T> step) {
            entities.clear();
            entities.getTransaction().begin();
            try {
                T result = step.call();
                entities.getTransaction().commit();
                return result;
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            } finally {
                if (entities.getTransaction().isActive()) {
                    entities.getTransaction().rollback();
                }
            }
        }

        CatalogueModel entry(UUID id) {
            return models.catalogueNow().stream()
                    .filter(entry -> entry.model().id().equals(id))
                    .findFirst()
                    .orElseThrow();
        }

        long audited(String act) {
            return entities.createQuery("select count(e) from AuditEvent e where e.act = :act", Long.class)
                    .setParameter("act", dev.escriba.security.entity.Act.valueOf(act))
                    .getSingleResult();
        }
    }

    private static String[] configured(String name, String... more) {
        String prefix = ModelSettings.CATALOGUE + REMOTE + ".";
        List<String> settings = new ArrayList<>(List.of(
                prefix + "name",
                name,
                prefix + "upstream",
                "stub",
                prefix + "upstream-model",
                "whisper-1",
                prefix + "languages",
                "en,de"));
        settings.addAll(List.of(more));
        return settings.toArray(String[]::new);
    }

    private static CatalogueEntry remote(String name, boolean isDefault, UUID... fallback) {
        return remote(name, true, isDefault, fallback);
    }

    private static CatalogueEntry enabled(String name, boolean enabled) {
        return remote(name, enabled, false);
    }

    private static CatalogueEntry remote(String name, boolean enabled, boolean isDefault, UUID... fallback) {
        return new CatalogueEntry(
                name,
                "Test",
                List.of("en"),
                "proprietary",
                Optional.of(new RemoteAddress("stub", "whisper-1")),
                ModelLimits.NONE,
                enabled,
                isDefault,
                List.of(fallback),
                Optional.empty());
    }

    private static Problem refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable change) {
        return catchThrowableOfType(Problem.class, change);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theConfigurationSeedsAModelOnceAndTheDatabaseRulesAfterThat(Databases.Database database) {
        Node first = new Node(database, List.of(LOCAL), configured("Whisper")).start();
        assertThat(first.models.all()).extracting(AiModel::name).containsExactly("Local", "Whisper");
        assertThat(first.models.required(Optional.empty()).id()).isEqualTo(Models.DETECTING);
        assertThat(first.warnings).isEmpty();

        Node second = new Node(database, List.of(LOCAL), configured("Another name")).start();
        assertThat(second.models.all()).extracting(AiModel::name).containsExactly("Local", "Whisper");
        assertThat(second.warnings).singleElement().asString().contains(REMOTE.toString(), "(name)");

        Node third = new Node(database, List.of(LOCAL), configured("Whisper")).start();
        assertThat(third.warnings).isEmpty();
        Node without = new Node(database, List.of(LOCAL)).start();
        assertThat(without.models.all()).as("it is stored").hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aChangeOnOneNodeIsInForceOnAnother(Databases.Database database) throws Exception {
        Node one = new Node(database, List.of(LOCAL)).start();
        Node other = new Node(database, List.of(LOCAL)).start();

        UUID id = one.administration
                .create(AUTHOR, Optional.empty(), remote("Remote", false, Models.DETECTING))
                .model()
                .id();

        assertThat(one.models.all()).hasSize(2);
        dev.escriba.Await.until(
                "the new model on the other node",
                java.time.Duration.ofSeconds(10),
                () -> other.models.all().size() == 2);
        assertThat(other.models.fallbacks(other.models.required(Optional.of(id))))
                .extracting(AiModel::id)
                .containsExactly(Models.DETECTING);
        assertThat(one.audited("MODEL_CREATED")).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aChangeNamesTheStateThatItIsBasedOn(Databases.Database database) {
        Node node = new Node(database, List.of(LOCAL), configured("Whisper")).start();
        int version = node.entry(REMOTE).version();

        CatalogueModel changed =
                node.administration.replace(AUTHOR, REMOTE, Optional.of(version), remote("New", false));
        assertThat(changed.version()).isEqualTo(version + 1);
        assertThat(changed.model().name()).isEqualTo("New");

        assertThat(refusal(() -> node.administration.replace(
                                AUTHOR, REMOTE, Optional.of(version), remote("Lost update", false)))
                        .status())
                .isEqualTo(412);
        assertThat(refusal(() -> node.administration.delete(AUTHOR, REMOTE, Optional.of(version)))
                        .status())
                .isEqualTo(412);
        assertThat(node.entry(REMOTE).model().name()).isEqualTo("New");
        assertThat(node.audited("MODEL_CHANGED")).isEqualTo(1);
    }

    /** The price of a model that is enabled already is only warned of, so that the model can be changed. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aModelIsEnabledOnlyWithAPriceThatChargesEveryAccount(Databases.Database database) {
        Node node = new Node(database, List.of(LOCAL), configured("Whisper")).start();
        node.administration.replace(AUTHOR, REMOTE, Optional.empty(), enabled("Whisper", false));
        node.ineffective.add(REMOTE);
        node.administration.replace(AUTHOR, REMOTE, Optional.empty(), enabled("Still disabled", false));
        assertThat(refusal(() ->
                                node.administration.replace(AUTHOR, REMOTE, Optional.empty(), enabled("Whisper", true)))
                        .errors())
                .containsOnlyKeys("price");
        assertThat(node.entry(REMOTE).isUsable()).isFalse();

        node.ineffective.clear();
        node.administration.replace(AUTHOR, REMOTE, Optional.empty(), enabled("Whisper", true));
        node.ineffective.add(REMOTE);
        node.administration.replace(AUTHOR, REMOTE, Optional.empty(), enabled("Renamed", true));
        assertThat(node.entry(REMOTE).model().name()).isEqualTo("Renamed");

        node.administration.delete(AUTHOR, REMOTE, Optional.empty());
        assertThat(refusal(() -> node.administration.create(AUTHOR, Optional.of(REMOTE), enabled("Made again", true)))
                        .errors())
                .as("its price was set before it was deleted")
                .containsOnlyKeys("price");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void oneModelIsTheDefault(Databases.Database database) {
        Node node = new Node(database, List.of(LOCAL), configured("Whisper")).start();

        node.administration.replace(AUTHOR, REMOTE, Optional.empty(), remote("Whisper", true));

        assertThat(node.models.all().stream().filter(AiModel::isDefault))
                .extracting(AiModel::id)
                .containsExactly(REMOTE);
        assertThat(refusal(() ->
                                node.administration.replace(AUTHOR, REMOTE, Optional.empty(), remote("Whisper", false)))
                        .errors())
                .containsKey("isDefault");
        assertThat(refusal(() -> node.administration.delete(AUTHOR, REMOTE, Optional.empty()))
                        .status())
                .isEqualTo(409);
        Node restarted = new Node(database, List.of(LOCAL), configured("Whisper")).start();
        assertThat(restarted.models.required(Optional.empty()).id()).isEqualTo(REMOTE);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aDeletedModelDoesNotComeBackWithTheNextStart(Databases.Database database) {
        Node node = new Node(database, List.of(LOCAL), configured("Whisper")).start();

        node.administration.delete(AUTHOR, REMOTE, Optional.empty());

        assertThat(node.models.catalogue()).hasSize(1);
        assertThat(refusal(() -> node.models.accepted(REMOTE)).status()).isEqualTo(404);
        assertThat(refusal(() -> node.administration.delete(AUTHOR, REMOTE, Optional.empty()))
                        .status())
                .isEqualTo(404);
        Node restarted = new Node(database, List.of(LOCAL), configured("Whisper")).start();
        assertThat(restarted.models.all()).hasSize(1);
        assertThat(restarted.warnings).singleElement().asString().contains("(deleted)");
        restarted.administration.create(AUTHOR, Optional.of(REMOTE), remote("Back", false));
        assertThat(restarted.models.all()).extracting(AiModel::name).containsExactly("Local", "Back");
        assertThat(refusal(() -> restarted.administration.create(AUTHOR, Optional.of(REMOTE), remote("Twice", false)))
                        .status())
                .isEqualTo(409);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aModelOfTheInstallationIsDisabledAndRenamedButStaysWhatItIs(Databases.Database database) {
        Node node = new Node(database, List.of(LOCAL), configured("Whisper")).start();
        node.administration.replace(AUTHOR, REMOTE, Optional.empty(), remote("Whisper", true));
        CatalogueEntry local = CatalogueEntry.of(node.entry(Models.DETECTING).model());

        node.administration.replace(
                AUTHOR,
                Models.DETECTING,
                Optional.empty(),
                new CatalogueEntry(
                        "Ours",
                        local.provider(),
                        local.languages(),
                        local.licence(),
                        Optional.empty(),
                        new ModelLimits(Optional.of(60), Optional.empty()),
                        false,
                        false,
                        List.of(),
                        Optional.empty()));

        assertThat(node.models.all()).extracting(AiModel::id).containsExactly(REMOTE);
        assertThat(node.entry(Models.DETECTING).model().name()).isEqualTo("Ours");
        assertThat(node.models.accepted(Models.DETECTING).name())
                .as("for a run that waits since before")
                .isEqualTo("Ours");
        assertThat(node.entry(Models.DETECTING).model().limits().maxAudioSeconds())
                .contains(60);
        assertThat(refusal(() -> node.administration.delete(AUTHOR, Models.DETECTING, Optional.empty()))
                        .status())
                .isEqualTo(409);
        assertThat(refusal(() -> node.administration.replace(
                                AUTHOR, Models.DETECTING, Optional.empty(), remote("Remote now", false, REMOTE)))
                        .errors())
                .containsOnlyKeys("remote", "provider", "languages", "licence", "fallback");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void refusesEntriesThatDoNotFitTheOthers(Databases.Database database) {
        Node node = new Node(
                        database,
                        List.of(LOCAL),
                        configured("Whisper", ModelSettings.CHARGEABLE, "all", price(REMOTE), "1"))
                .start();

        assertThat(refusal(() -> node.administration.create(AUTHOR, Optional.empty(), remote("Whisper", false)))
                        .errors())
                .containsOnlyKeys("name", "price");
        assertThat(refusal(() -> node.administration.create(
                                AUTHOR, Optional.of(UUID.randomUUID()), remote("A", false, UUID.randomUUID())))
                        .errors())
                .containsOnlyKeys("fallback", "price");
        UUID own = UUID.randomUUID();
        assertThat(refusal(() -> node.administration.create(AUTHOR, Optional.of(own), remote("A", false, own)))
                        .errors())
                .containsKey("fallback");
        assertThat(node.models.catalogue()).as("nothing was stored").hasSize(2);
        assertThat(node.audited("MODEL_CREATED")).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aModelThatIsNotInstalledAnyMoreIsNotOffered(Databases.Database database) {
        new Node(database, List.of(LOCAL), configured("Whisper")).start();

        Node node = new Node(database, List.of(), configured("Whisper")).start();

        assertThat(node.models.all()).extracting(AiModel::id).containsExactly(REMOTE);
        assertThat(node.models.required(Optional.empty()).id())
                .as("another one stands in for the default")
                .isEqualTo(REMOTE);
        assertThat(node.entry(Models.DETECTING).installed()).isFalse();
    }

    /** A start that is refused stores nothing that would refuse the next one too. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aPriceForTokensWithoutAMaximumIsRefusedUntilTheConfigurationHasOne(Databases.Database database) {
        String[] priced = {ModelSettings.PRICES + REMOTE + ".per-million-prompt-tokens", "1"};
        String limit = ModelSettings.CATALOGUE + REMOTE + ".max-tokens-per-minute";
        Node refused = new Node(database, List.of(LOCAL), configured("Whisper", priced));
        assertThatThrownBy(refused::start).hasMessageContaining(limit);

        Node mended =
                new Node(database, List.of(LOCAL), configured("Whisper", priced[0], priced[1], limit, "900")).start();

        assertThat(mended.entry(REMOTE).model().limits().maxTokensPerMinute()).contains(900);
    }

    /** The model is stored without a maximum; the price and the maximum are configured later. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aMaximumOfTokensIsTakenOverWhileNoPriceIsStored(Databases.Database database) {
        String limit = ModelSettings.CATALOGUE + REMOTE + ".max-tokens-per-minute";
        new Node(database, List.of(LOCAL), configured("Whisper")).start();

        Node later = new Node(database, List.of(LOCAL), configured("Whisper", limit, "900")).start();
        assertThat(later.entry(REMOTE).model().limits().maxTokensPerMinute()).contains(900);
        assertThat(later.warnings).isEmpty();

        Node other = new Node(database, List.of(LOCAL), configured("Whisper", limit, "800")).start();
        assertThat(other.entry(REMOTE).model().limits().maxTokensPerMinute())
                .as("the stored one rules")
                .contains(900);
        assertThat(other.warnings).singleElement().asString().contains("limits");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void writersOfTwoNodesFollowOneAnother(Databases.Database database) throws Exception {
        int nodes = 4;
        List<Node> all = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            all.add(new Node(database, List.of(LOCAL)).start());
        }
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        CyclicBarrier together = new CyclicBarrier(nodes);
        int created = 0;
        try {
            List<Future<Boolean>> writes = new ArrayList<>();
            for (Node node : all) {
                writes.add(threads.submit(() -> {
                    together.await();
                    try {
                        node.administration.create(AUTHOR, Optional.empty(), remote("One name", true));
                        return true;
                    } catch (Problem taken) {
                        assertThat(taken.errors()).containsOnlyKeys("name");
                        return false;
                    }
                }));
            }
            for (Future<Boolean> write : writes) {
                created += write.get() ? 1 : 0;
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(created).isEqualTo(1);
        assertThat(all.get(0).models.catalogueNow()).hasSize(2);
        assertThat(all.get(0).models.catalogueNow().stream()
                        .filter(entry -> entry.model().isDefault()))
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aDeletedModelTakesNothingOverAnyMore(Databases.Database database) {
        Node node = new Node(database, List.of(LOCAL), configured("Whisper")).start();
        UUID id = node.administration
                .create(AUTHOR, Optional.empty(), remote("Other", false, REMOTE, Models.DETECTING))
                .model()
                .id();

        node.administration.delete(AUTHOR, REMOTE, Optional.empty());

        assertThat(node.entry(id).model().fallback()).containsExactly(Models.DETECTING);
        CatalogueEntry same = CatalogueEntry.of(node.entry(id).model());
        assertThat(node.administration
                        .replace(AUTHOR, id, Optional.empty(), same)
                        .model()
                        .fallback())
                .containsExactly(Models.DETECTING);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aConfiguredFallbackIsAnotherModelOfTheCatalogue(Databases.Database database) {
        String fallback = ModelSettings.CATALOGUE + REMOTE + ".fallback";
        for (UUID wrong : List.of(REMOTE, UUID.randomUUID())) {
            Node node = new Node(database, List.of(LOCAL), configured("Whisper", fallback, wrong.toString()));
            assertThatThrownBy(node::start).hasMessageContainingAll(fallback, wrong.toString());
        }
        Node right = new Node(
                        database,
                        List.of(LOCAL),
                        configured("Whisper", fallback, LOCAL.id().toString()))
                .start();
        assertThat(right.models.fallbacks(right.models.required(Optional.of(REMOTE))))
                .extracting(AiModel::id)
                .containsExactly(LOCAL.id());
    }

    /** The start that stores configured prices knew the model as deleted. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aModelThatComesBackHasItsConfiguredPrice(Databases.Database database) {
        Node node = new Node(database, List.of(LOCAL), configured("Whisper", price(REMOTE), "1")).start();
        node.administration.delete(AUTHOR, REMOTE, Optional.empty());
        assertThat(node.priced).isEmpty();

        node.administration.create(AUTHOR, Optional.of(REMOTE), remote("Back", false));

        assertThat(node.priced).containsExactly(REMOTE);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void textsThatAreTooLongForTheTableAreShortened(Databases.Database database) {
        AiModel wordy = new AiModel(
                Models.DETECTING,
                "n".repeat(300),
                "p".repeat(300),
                AiModel.EMBEDDED,
                List.of("en"),
                true,
                "l".repeat(600),
                Optional.empty(),
                false);
        Node node = new Node(database, List.of(wordy)).start();

        assertThat(node.entry(Models.DETECTING).model().name()).isEqualTo("n".repeat(200));
        assertThat(node.entry(Models.DETECTING).model().licence()).isEqualTo("l".repeat(600));
    }

    private static String price(UUID model) {
        return ModelSettings.PRICES + model + ".per-minute";
    }
}
