package dev.escriba.it.api;

/** All promises of the service over HTTP, on every server. */
public interface AllContracts
        extends TranscribeContract,
                ErrorContract,
                MediaContract,
                HostileMediaContract,
                FuzzContract,
                ModelsContract,
                SdkContract,
                OpenAiContract,
                OpenAiClientContract,
                OpenAiJavaContract,
                OpenApiContract,
                BillingContract,
                ChannelsContract,
                InstancesContract,
                TranscriptsContract,
                CorrectionsContract,
                ConsoleContract,
                KeysContract,
                WebhooksContract,
                FilesContract,
                AccessMatrixContract,
                HardeningContract,
                TelemetryContract,
                ReadmeContract,
                LoadContract {}
