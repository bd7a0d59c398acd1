package dev.escriba.it.servers;

import dev.escriba.it.servers.process.Row;

/** See {@link OnServerConfigured}. */
class OnPayaraMicro6Configured extends OnServerConfigured {

    OnPayaraMicro6Configured() {
        super(Row.PAYARA_MICRO_6);
    }
}
