package dev.caravel.deploy.cluster;

/** The address ranges of a cluster: of its nodes, its pods and its services. */
public final class Addresses {
    public static final String NODE_RANGE = "10.95.0.0/24";
    public static final int NODE_PREFIX_LENGTH = 24;
    public static final String POD_RANGE = "10.244.0.0/16";
    public static final String SERVICE_RANGE = "10.96.0.0/16";
    public static final String API_SERVICE = "10.96.0.1";
    public static final String DNS_SERVICE = "10.96.0.10";
    public static final String CLUSTER_DOMAIN = "cluster.local";
    public static final int API_PORT = 6443;
    /** Not 53: that one may belong to the machine's own resolver. The Service maps 53 to it. */
    public static final int DNS_PORT = 1053;

    private Addresses() {}

    /** @param number from 1; the first node's is also the API server's and the cluster DNS' */
    public static String ofNode(int number) {
        return "10.95.0." + number;
    }

    /** Where the control plane is to be reached from every node. */
    public static String controlPlane() {
        return ofNode(1);
    }
}
