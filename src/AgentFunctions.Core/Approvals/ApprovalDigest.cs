using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Canonical;

namespace AgentFunctions.Core.Approvals;

/// <summary>
/// What an approval is bound to: SHA-256 over tenant, key, kind, agent, run, step and the canonical action, each with its length before it, so that nothing can move from one part into the next.
/// Whoever is about to act computes it again from what is about to be done.
/// </summary>
public static class ApprovalDigest
{
    private const string Format = "agentfunctions/approval/v1";

    /// <summary>The digest, 64 hex digits in lower case.</summary>
    /// <exception cref="ArgumentException">The action has no canonical form (<see cref="CanonicalJson"/>).</exception>
    public static string Of(ApprovalRequest request) => TryOf(request, out var digest, out _, out var problem) ? digest : throw new ArgumentException(problem, nameof(request));

    /// <summary>The digest and the canonical text of the action.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="digest">64 hex digits in lower case.</param>
    /// <param name="canonical">The action as people see it and as it is hashed.</param>
    /// <param name="problem">Why there is none.</param>
    public static bool TryOf(ApprovalRequest request, [NotNullWhen(true)] out string? digest, [NotNullWhen(true)] out string? canonical, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(request);
        digest = null;
        canonical = null;
        problem = request.Action.ValueKind == JsonValueKind.Object ? null : "The action is not an object.";
        if (problem is not null || !CanonicalJson.TryWrite(request.Action, out canonical, out problem)) return false;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in (ReadOnlySpan<string?>)[Format, request.TenantId, request.Key, ApprovalNames.Of(request.Kind), request.Agent, request.RunId, request.StepId, canonical]) Append(hash, part);
        digest = Convert.ToHexStringLower(hash.GetHashAndReset());
        return true;
    }

    private static void Append(IncrementalHash hash, string? part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        var bytes = part is null ? [] : Encoding.UTF8.GetBytes(part);

        // Nothing and the empty text differ.
        BinaryPrimitives.WriteInt32BigEndian(length, part is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
