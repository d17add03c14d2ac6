using System.Collections.Frozen;

namespace AgentFunctions.Core.Tools.BuiltIn;

/// <summary>The registered tools by name.</summary>
public sealed class BuiltInTools
{
    private readonly FrozenDictionary<string, IBuiltInTool> _byName;

    /// <exception cref="InvalidOperationException">Two have the same name.</exception>
    public BuiltInTools(IEnumerable<IBuiltInTool> tools)
    {
        var byName = new Dictionary<string, IBuiltInTool>(StringComparer.Ordinal);
        foreach (var tool in tools)
        {
            if (!byName.TryAdd(tool.Name, tool)) throw new InvalidOperationException($"Two tools are registered as '{tool.Name}'. Give each a name of its own.");
        }

        _byName = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Every name, in order.</summary>
    public IReadOnlyList<string> Names => [.. _byName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The tool of a name; null for none.</summary>
    public IBuiltInTool? Find(string name) => _byName.GetValueOrDefault(name);
}
