using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Agents;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>Names of an agent's tools and helpers as functions, by OpenAI's rules (<c>^[a-zA-Z0-9_-]{1,64}$</c>), and back. The same blueprint gives the same names.</summary>
internal sealed class FunctionNames
{
    private const int MaxLength = 64;
    private const int HashLength = 6;
    private const string HelperPrefix = "agent_";

    private readonly Dictionary<string, (ProposedCallKind Kind, string Target)> _byName = new(StringComparer.Ordinal);

    private FunctionNames()
    {
    }

    /// <summary>What each function is, in the order in which they are offered.</summary>
    public IReadOnlyDictionary<string, (ProposedCallKind Kind, string Target)> All => _byName;

    public static FunctionNames Of(AgentBlueprint blueprint)
    {
        var names = new FunctionNames();
        foreach (var tool in blueprint.Tools) names.Add(ProposedCallKind.Tool, tool.Id, tool.Id);
        foreach (var helper in blueprint.Helpers) names.Add(ProposedCallKind.Helper, helper.Id, HelperPrefix + helper.Id);
        return names;
    }

    public (ProposedCallKind Kind, string Target)? Find(string name) => _byName.TryGetValue(name, out var found) ? found : null;

    private void Add(ProposedCallKind kind, string target, string wanted)
    {
        var name = Clean(wanted);

        // Two ids that differ only in what a name cannot hold, or beyond its length: the later one gets a mark of its own.
        if (name.Length > MaxLength || _byName.ContainsKey(name))
            name = $"{name[..Math.Min(name.Length, MaxLength - HashLength - 1)]}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)))[..HashLength]}";
        _byName.TryAdd(name, (kind, target));
    }

    private static string Clean(string id) => string.Create(id.Length, id, static (text, source) =>
    {
        for (var i = 0; i < source.Length; i++) text[i] = char.IsAsciiLetterOrDigit(source[i]) || source[i] is '_' or '-' ? source[i] : '_';
    });
}
