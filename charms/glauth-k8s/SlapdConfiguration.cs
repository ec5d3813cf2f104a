using Howdah.Charms.GlauthK8s.Directories;

namespace Howdah.Charms.GlauthK8s;

/// <summary>
/// What <c>slapd.conf</c> says, see slapd.conf(5). Nobody reads anything without TLS or without an account. Accounts of applications read people
/// and groups, passwords are for comparing only. What is changed comes over the local socket; whoever reaches that is the administrator.
/// </summary>
/// <param name="Names">The names in the directory.</param>
/// <param name="Paths">Where its files are.</param>
internal sealed record SlapdConfiguration(DirectoryNames Names, SlapdPaths Paths)
{
    // Those of a cipher suite of 128 bits and more; the local socket counts as safer than any.
    private const int LeastStrength = 128;
    private const int LocalStrength = 256;

    /// <summary>The file's text.</summary>
    internal string Render() =>
        $$"""
        include /etc/ldap/schema/core.schema
        include /etc/ldap/schema/cosine.schema
        include /etc/ldap/schema/inetorgperson.schema
        objectclass ( 1.3.6.1.4.1.5322.13.1.1 NAME 'groupOfMembers' SUP top STRUCTURAL MUST cn MAY ( description $ member ) )

        modulepath /usr/lib/ldap
        moduleload back_mdb
        moduleload memberof
        moduleload ppolicy
        moduleload argon2 m=7168 t=5 p=1
        moduleload pw-sha2
        password-hash {ARGON2}

        TLSCertificateFile {{Paths.Certificate}}
        TLSCertificateKeyFile {{Paths.PrivateKey}}
        TLSCipherSuite SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2
        TLSVerifyClient never
        localSSF {{LocalStrength}}
        security ssf={{LeastStrength}}
        disallow bind_anon
        require authc
        authz-regexp gidNumber=[0-9]+[+]uidNumber=[0-9]+,cn=peercred,cn=external,cn=auth {{Names.Administrator}}
        idletimeout 60
        timelimit 10

        database mdb
        directory {{Paths.Database}}
        maxsize 268435456
        suffix {{Names.Base}}
        rootdn {{Names.Administrator}}
        index objectClass,cn,uid,member,memberOf eq
        limits dn.onelevel={{Names.Services}} size=unlimited
        access to attrs=userPassword by anonymous auth by * none
        access to dn.subtree={{Names.Services}} by * none
        access to * by dn.onelevel={{Names.Services}} read by * none

        overlay memberof
        memberof-group-oc groupOfMembers
        memberof-refint true
        overlay ppolicy
        ppolicy_hash_cleartext

        """;
}
