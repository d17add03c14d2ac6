using AgentFunctions.Infra.Tests.Repository;
using YamlDotNet.RepresentationModel;

namespace AgentFunctions.Infra.Tests.Pipelines;

/// <summary>A pipeline's definition as a tree.</summary>
internal static class Yaml
{
    public static YamlMappingNode Read(string path)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Tree.Read(path)));
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    /// <summary>Every mapping below, itself included.</summary>
    public static IEnumerable<YamlMappingNode> Mappings(YamlNode node) => node.AllNodes.OfType<YamlMappingNode>();

    /// <summary>Text of a field; null where there is none.</summary>
    public static string? Text(this YamlMappingNode node, string key) => node.Children.TryGetValue(key, out var value) && value is YamlScalarNode scalar ? scalar.Value : null;

    /// <summary>Names and values of a field that is a mapping, none where there is none.</summary>
    public static IEnumerable<(string Name, string Value)> Fields(this YamlMappingNode node, string key) => node.Children.TryGetValue(key, out var value) && value is YamlMappingNode fields
        ? fields.Children.Select(static field => (((YamlScalarNode)field.Key).Value!, ((YamlScalarNode)field.Value).Value ?? ""))
        : [];
}
