import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.condition.EvaluationContext;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.util.externalizable.ExtUtil;
import org.javarosa.model.xform.XPathReference;
import org.javarosa.xform.parse.XFormParser;
import org.javarosa.xpath.XPathNodeset;
import org.javarosa.xpath.XPathParseTool;
import org.javarosa.xpath.expr.XPathExpression;
import org.joda.time.DateTimeUtils;

/**
 * Asks JavaRosa. Reads {"now": milliseconds, "forms": [{"xml": XForm, "cases": [{"expr": …, "at": [[name, place], …]}, …]}, …]} and writes,
 * form by form, what each expression gives: ["boolean" | "number" | "string", value], ["moment", local ISO text], ["nodes", [text, …]] or ["error", message].
 */
public class Oracle {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS");

    public static void main(String[] arguments) throws Exception {
        JsonNode asked = JSON.readTree(System.in);
        DateTimeUtils.setCurrentMillisFixed(asked.get("now").asLong());
        ArrayNode answers = JSON.createArrayNode();
        for (JsonNode form : asked.get("forms")) {
            answers.add(answersOf(form));
        }
        System.out.println(JSON.writeValueAsString(answers));
    }

    private static ArrayNode answersOf(JsonNode asked) throws Exception {
        FormDef form = new XFormParser(new StringReader(asked.get("xml").asText())).parse();
        form.initialize(true, new org.javarosa.core.model.instance.InstanceInitializationFactory());
        ArrayNode answers = JSON.createArrayNode();
        for (JsonNode one : asked.get("cases")) {
            ArrayNode answer = JSON.createArrayNode();
            try {
                XPathExpression expression = XPathParseTool.parseXPath(one.get("expr").asText());
                EvaluationContext context = new EvaluationContext(form.getEvaluationContext(), reference(one.get("at")));
                tell(expression.eval(form.getMainInstance(), context), answer);
            } catch (Throwable error) {
                answer.removeAll();
                answer.add("error").add(String.valueOf(error));
            }
            answers.add(answer);
        }
        return answers;
    }

    private static TreeReference reference(JsonNode steps) {
        TreeReference reference = TreeReference.rootRef();
        for (JsonNode step : steps) {
            reference.add(step.get(0).asText(), step.get(1).asInt());
        }
        return reference;
    }

    private static void tell(Object value, ArrayNode answer) {
        if (value instanceof XPathNodeset) {
            XPathNodeset nodes = (XPathNodeset) value;
            ArrayNode texts = answer.add("nodes").addArray();
            for (int place = 0; place < nodes.size(); place++) {
                texts.add(org.javarosa.xpath.expr.XPathFuncExpr.toString(nodes.getValAt(place)));
            }
        } else if (value instanceof Boolean) {
            answer.add("boolean").add((Boolean) value);
        } else if (value instanceof Double) {
            answer.add("number").add(String.valueOf(value));
        } else if (value instanceof Date) {
            answer.add("moment").add(WRITTEN.format(((Date) value).toInstant().atZone(ZoneId.systemDefault())));
        } else {
            answer.add("string").add(String.valueOf(value));
        }
    }
}
