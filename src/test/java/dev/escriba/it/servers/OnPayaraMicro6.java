package dev.escriba.it.servers;

import dev.escriba.it.servers.process.Row;

/** See {@link OnServer}. */
class OnPayaraMicro6 extends OnServer {

    OnPayaraMicro6() {
        super(Row.PAYARA_MICRO_6);
    }
}
